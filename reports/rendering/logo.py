"""The logo in the masthead: where each medium finds it."""

from base64 import b64encode

from reports.values.look import Logo

LOGO_ASSET = "asset:logo"


def logo_places(logo: Logo | None) -> dict[str, str]:
    """Return the logo's address on screens, which carry it, and on pages; nothing without one.

    A picture that is shown as an image runs no script and fetches nothing.
    """
    if logo is None:
        return {}
    carried = f"data:{logo.media_type};base64,{b64encode(logo.data).decode()}"
    return {"screen": carried, "page": LOGO_ASSET}
