"""The sample review with names in other scripts: ideographs, right to left, emoji, accents."""

from review_sample import sample_review

from reports.rendering.twin import review_from_json, review_to_json

# As data may have them: titles of KPIs, a segment, a release, an objective, an owner.
NAMES = {
    "95th-percentile latency": "第95百分位延迟",
    "Weekly active users": "المستخدمون النشطون أسبوعيًا",
    "New users": "משתמשים חדשים",
    "Answers rated by their reader": "読者が評価した回答",
    "Model cost": "비용 💸",
    "Median latency": "Độ trễ trung vị 🐢",
    "region Europe": "region ยุโรป",
    "assistant 4.2 with long contexts": "助手 4.2 🚀 长上下文",
    "Product analytics": "Łukasz Ðorđević 👩‍💻",
}


def review_in_many_scripts():
    """Give the review."""
    told = review_to_json(sample_review()).decode()
    for plain, name in NAMES.items():
        assert plain in told, plain
        told = told.replace(plain, name)
    return review_from_json(told.encode())
