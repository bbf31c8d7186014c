"""What columns of the canonical relations are called elsewhere, in English and German."""

from collections.abc import Mapping

from reports.proposal.names import Words, words

_LATE = (
    "updated modified changed loaded ingested inserted synced deleted expire expired until end "
    "ended finished processed exported etl failed recovered geaendert geladen geloescht"
)
_USER = words(
    "user_id uid user customer_id customer account_id account member_id member visitor_id "
    "client_id person_id subscriber_id usr_id actor_id distinct_id anonymous_id kunde kunde_id "
    "kunden_id kunden_nr kunden_nummer nutzer nutzer_id nutzer_nr benutzer benutzer_id mitglied "
    "wer who pupil_id student_id learner_id patient_id player_id reader_id buyer_id",
    "visitor client person subscriber actor pupil student learner patient player kunde kunden "
    "nutzer benutzer mitglied usuario login",
    "agent name feature email mail type role count plan segment ip by token number_of session",
)
_TIME_NAMES = (
    "ts time timestamp event_time event_ts datetime created_at created happened_at occurred_at "
    "logged_at recorded_at at on zeitpunkt zeitstempel zeit wann when date datum am um"
)
_TIME_PARTS = (
    "created started issued stamp moment since seit time date when zeit datum uhrzeit erstellt "
    "fecha horodatage"
)
_PREDICTION = words(
    "prediction_id request_id inference_id completion_id generation_id call_id message_id "
    "response_id answer_id trace_id run_id invocation_id reply_id anfrage_id anfrage_nr aufruf_id "
    "aufruf_nr antwort_id antwort_nr anfrage aufruf antwort",
    "request inference completion generation response anfrage aufruf antwort",
    "name type count token tokens at time ms model status score cost label predicted text body",
)
_MODEL = words(
    "model model_name model_id llm engine modell modell_name",
    "model modell llm",
    "version revision rev type provider params size release card",
)
_VERSION = words(
    "model_version version model_revision revision checkpoint modell_version fassung",
    "version revision rev build checkpoint",
    "app client api schema sdk prompt browser os",
)
_STATUS = words(
    "status state outcome success succeeded ok result error_code status_code zustand ausgang "
    "erfolg ergebnis is_error failed has_error",
    "status state outcome success zustand erfolg",
    "at time class message text country city order",
)


def _time(own: str, against: str = _LATE) -> Words:
    return words(f"{own} {_TIME_NAMES}", _TIME_PARTS, against)


COLUMNS: Mapping[str, Mapping[str, Words]] = {
    "events": {
        "user_id": _USER,
        "occurred_at": _time("event_at event_date"),
        "name": words(
            "event_name event action action_name event_type activity activity_type verb name "
            "interaction interaction_type vorgang aktion ereignis what was type kind typ art "
            "operation",
            "event action activity interaction vorgang aktion ereignis",
            "user first last model product file host display full id time at ts date count",
        ),
        "value": words(
            "amount amount_usd value revenue price total betrag umsatz wert erloes",
            "amount revenue betrag umsatz erloes",
            "old new key type id name token",
        ),
    },
    "users": {
        "user_id": _USER,
        "signed_up_at": words(
            "signed_up_at signup_at sign_up_date signup_date registered_at registered_on joined_at "
            "joined_on created_at created created_on first_seen registriert_am angemeldet_am "
            "registriert seit angelegt_am since enrolled_at enrolled_on enrolled",
            "signup signed registered joined enrolled created registriert angemeldet",
            "last updated modified deleted login",
        ),
        "is_internal": words(
            "is_internal internal staff is_staff employee is_employee is_test test_user is_bot bot "
            "intern ist_intern mitarbeiter is_test_account",
            "internal staff employee demo bot intern mitarbeiter",
            "at id name",
        ),
    },
    "predictions": {
        "prediction_id": _PREDICTION,
        "occurred_at": _time("requested_at answered_at called_at predicted_at request_time"),
        "model": _MODEL,
        "version": _VERSION,
        "user_id": _USER,
        "score": words(
            "score confidence probability prob certainty konfidenz sicherheit",
            "score confidence probability konfidenz",
            "id at label",
        ),
        "predicted": words(
            "predicted prediction predicted_label predicted_class output_class vorhersage",
            "predicted vorhersage",
            "id at score",
        ),
        "status": _STATUS,
        "latency_ms": words(
            "latency latency_ms duration duration_ms elapsed elapsed_ms response_time took took_ms "
            "runtime total_time answer_time reply_time processing_time dauer dauer_ms laufzeit "
            "antwortzeit",
            "latency duration elapsed took dauer laufzeit antwortzeit",
            "first ttft queue token at id",
        ),
        "first_token_ms": words(
            "first_token first_token_ms ttft ttft_ms time_to_first_token erstes_token", "ttft", "id"
        ),
        "input_tokens": words(
            "input_tokens tokens_in prompt_tokens tokens_prompt "
            "question_tokens tokens_question in_tokens tok_in n_in "
            "eingabe_tokens tokens_eingabe tokens_ein",
            "",
            "cached cost price max",
        ),
        "output_tokens": words(
            "output_tokens tokens_out completion_tokens tokens_completion answer_tokens "
            "tokens_answer response_tokens reply_tokens out_tokens tok_out "
            "n_out ausgabe_tokens tokens_ausgabe tokens_aus",
            "",
            "cached cost price max",
        ),
        "cached_tokens": words(
            "cached_tokens tokens_cached cache_read_tokens cache_tokens", "", "cost price"
        ),
        "cost_usd": words(
            "cost cost_usd price price_usd spend total_cost charge kosten kosten_usd preis",
            "cost price spend kosten preis",
            "center id at",
        ),
    },
    "outcomes": {
        "prediction_id": _PREDICTION,
        "known_at": _time("known_at labelled_at labeled_at checked_at resolved_at judged_at "
                          "reviewed_at verified_at geprueft_am", "updated deleted loaded"),
        "label": words(
            "label truth ground_truth correct is_correct was_correct solved is_solved resolved "
            "success verdict outcome actual accepted korrekt richtig urteil geloest",
            "label truth correct solved verdict outcome korrekt richtig",
            "id at by name",
        ),
    },
    "feedback": {
        "occurred_at": _time("rated_at given_at submitted_at voted_at"),
        "kind": words(
            "thumb thumbs rating_type feedback reaction vote sentiment helpful is_helpful liked "
            "kind type rating emoji smiley face stars daumen bewertung rueckmeldung opinion art",
            "thumb feedback reaction vote sentiment daumen bewertung rueckmeldung",
            "id at by text comment name model",
        ),
        "prediction_id": _PREDICTION,
        "user_id": _USER,
        "value": words(
            "value score stars rating points sterne punkte note nps",
            "score stars rating sterne punkte",
            "id at text comment",
        ),
    },
    "evaluations": {
        "evaluated_at": _time("evaluated_at run_at scored_at tested_at"),
        "suite": words(
            "suite benchmark dataset test_set eval_name eval_set suite_name pruefung testreihe",
            "suite benchmark dataset",
        ),
        "item_id": words(
            "item_id item case_id case example_id example question_id sample_id task_id test_case "
            "aufgabe fall",
            "item case question",
            "count",
        ),
        "model": _MODEL,
        "version": _VERSION,
        "passed": words(
            "passed pass is_pass ok success correct is_correct bestanden",
            "passed bestanden correct",
        ),
        "score": words("score points grade punkte", "score grade", "id"),
        "judge": words("judge grader evaluator scorer pruefer", "judge grader"),
        "human_label": words("human_label human_verdict human_rating", "human"),
    },
    "tool_calls": {
        "occurred_at": _time("called_at invoked_at"),
        "tool": words(
            "tool tool_name function function_name plugin werkzeug", "tool function werkzeug", "id"
        ),
        "status": _STATUS,
        "prediction_id": _PREDICTION,
        "error_class": words(
            "error_class error_type error exception exception_type fehler fehler_art",
            "error exception fehler",
            "is has count message text",
        ),
    },
    "exposures": {
        "exposed_at": _time("exposed_at assigned_at seen_at enrolled_at"),
        "experiment": words(
            "experiment experiment_name experiment_id test_name ab_test test experiment_key "
            "flag_key flag versuch",
            "experiment trial versuch",
            "at variant arm",
        ),
        "variant": words(
            "variant arm group treatment bucket cohort variante gruppe test_group variation",
            "variant variante variation",
            "at id",
        ),
        "user_id": _USER,
    },
    "releases": {
        "released_at": _time("released_at deployed_at shipped_at rolled_out_at published_at "
                             "live_at finished_at ausgeliefert_am veroeffentlicht_am",
                             "updated deleted loaded failed recovered rolled_back"),
        "release_id": words(
            "release_id deploy_id deployment_id release release_nr build_id build tag rollout_id "
            "auslieferung_nr version",
            "release deploy build tag",
            "at model title name notes component",
        ),
        "component": words("component service app application repo komponente dienst", "component"),
        "model": _MODEL,
        "version": words("version model_version release_version fassung", "version", "app api"),
        "title": words(
            "title name description summary notes titel beschreibung",
            "title summary titel beschreibung",
            "model",
        ),
        "kind": words("kind type release_type change_type art typ", "kind type"),
        "failed_at": words("failed_at broke_at incident_at failed", "failed incident"),
        "recovered_at": words(
            "recovered_at restored_at fixed_at resolved_at rolled_back_at", "recovered restored"
        ),
    },
    "changes": {
        "committed_at": _time("committed_at merged_at authored_at commit_time", "updated deleted"),
        "change_id": words(
            "change_id commit_id sha commit commit_hash commit_sha hash pr pr_id pr_number "
            "merge_request_id change",
            "commit sha",
            "at author message title",
        ),
        "release_id": words("release_id deploy_id deployment_id release", "release deploy", "at"),
        "kind": words("kind type change_type art typ", "kind type"),
    },
    "market": {
        "observed_on": words("observed_on day date week observed_at tag datum stichtag", "date"),
        "series": words("series metric indicator symbol ticker reihe kennzahl repo", "series"),
        "value": words("value amount level close count stars wert", "value wert"),
    },
}  # fmt: skip

ARRIVED = words(
    "loaded_at ingested_at inserted_at synced_at arrived_at imported_at geladen_am etl_at",
    "loaded ingested synced arrived imported geladen",
)
