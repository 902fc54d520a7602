"""The console's HTML: the page and its parts, made of what a simulation holds.

Attributes of people and documents, addresses and the forms of requests are personal data on the
real thing, so nothing of them is shown here.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from .console_assets import ICON, SCRIPT, STYLE
from .markup import Child, Markup, joined, tag
from .models import UNDER_REVIEW, Account, Bundle, Status, World
from .policies import BundleKind
from .reviews import REJECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from .faults import Fault
    from .simulation import LoggedRequest, Simulation

BUNDLES_SHOWN = 100
"""The newest of an account; what is under review is always shown."""
NUMBERS_SHOWN = 50
REQUESTS_SHOWN = 200

_KINDS = {
    BundleKind.CUSTOMER_PROFILE: "Customer profile",
    BundleKind.TRUST_PRODUCT: "Trust product",
}

_EFFECTS = {
    "status": "answer a status",
    "drop_before": "drop the connection, work not done",
    "drop_after": "drop the connection, work done",
    "not_json": "answer no JSON, work done",
    "delay_seconds": "answer late",
}


def page(simulation: Simulation, *, problem: str | None = None) -> str:
    """The whole page, with what was wrong with the last form, if it was."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", "Trust Hub simulator"),
        tag("link", rel="icon", href=ICON),
        tag("style", Markup(STYLE)),
        tag("noscript", tag("meta", http_equiv="refresh", content="5")),
    )
    header = tag(
        "header",
        tag("h1", "Trust Hub simulator"),
        tag("p", "A test server on this machine: nothing here reaches Twilio.", class_="quiet"),
        tag("div", summary(simulation), id="summary", class_="summary"),
    )
    main = tag(
        "main",
        tag("p", problem, class_="problem", role="alert") if problem else None,
        tag("p", "The simulator does not answer.", id="lost", role="alert", hidden=True),
        tag(
            "div",
            tag("section", _h2("Bundles"), tag("div", bundles(simulation), id="bundles")),
            tag("div", _faults_section(simulation), _settings_section(simulation), class_="aside"),
            class_="columns",
        ),
        tag(
            "section",
            tag("div", _h2("Requests"), _button("requests/clear", "Clear"), class_="row"),
            tag("div", requests(simulation), id="requests"),
        ),
    )
    body = tag("body", header, main, tag("script", Markup(SCRIPT)))
    return "<!doctype html>\n" + tag("html", head, body, lang="en")


def summary(simulation: Simulation) -> Markup:
    """How much went on."""
    return joined(
        tag("span", tag("b", f"{value:,}"), f" {name}")
        for name, value in (
            ("requests", simulation.served),
            ("in flight", simulation.in_flight),
            ("at once at most", simulation.peak_in_flight),
        )
    )


def bundles(simulation: Simulation) -> Markup:
    """What every account has under review, and the buttons of those who review it."""
    return joined(_account(simulation.world, it) for it in simulation.world.accounts.values())


def faults(simulation: Simulation) -> Markup:
    """What was ordered, and what is left of it."""
    orders = simulation.faults.orders
    if not orders:
        return tag("p", "None ordered: every request is served.", class_="quiet")
    heads = tag("tr", tag("th", "Requests"), tag("th", "Effect"), tag("th", "Left", class_="count"))
    rows = [_fault(order) for order in orders]
    return tag("table", tag("thead", heads), tag("tbody", rows))


def requests(simulation: Simulation) -> Markup:
    """The end of the log, the newest first."""
    log = simulation.log
    if not log:
        return tag("p", "None yet.", class_="quiet")
    heads = (
        tag("th", "No.", class_="count"),
        tag("th", "Method"),
        tag("th", "Path"),
        tag("th", "Status"),
        tag("th", "Fault"),
    )
    rows = [_request(entry) for entry in itertools.islice(reversed(log), REQUESTS_SHOWN)]
    hidden = len(log) - len(rows)
    return joined(
        (
            tag(
                "div",
                tag("table", tag("thead", tag("tr", heads)), tag("tbody", rows), class_="log"),
                class_="scroll",
                tabindex=0,
                role="region",
                aria_label="Log of requests",
            ),
            tag("p", f"{hidden:,} older ones are not shown.", class_="quiet") if hidden else None,
        )
    )


PARTS: dict[str, Callable[[Simulation], Markup]] = {
    "summary": summary,
    "bundles": bundles,
    "faults": faults,
    "requests": requests,
}
"""The parts that change by themselves, by the id of the element that holds each."""


def _account(world: World, account: Account) -> Markup:
    held = [bundle for kind in BundleKind for bundle in account.bundles[kind].values()]
    newest = iter(sorted(held, key=lambda it: it.number, reverse=True))
    shown = [*itertools.islice(newest, BUNDLES_SHOWN), *(it for it in newest if _reviewed(it))]
    hidden = len(held) - len(shown)
    above = account.parent and f"subaccount of {account.parent.friendly_name}"
    return tag(
        "section",
        tag(
            "h3",
            account.friendly_name,
            " ",
            tag("code", account.sid),
            tag("span", f" {above}", class_="quiet") if above else None,
        ),
        [_bundle(world, account, it) for it in shown] or tag("p", "No bundles.", class_="quiet"),
        tag("p", f"{hidden:,} older ones are not shown.", class_="quiet") if hidden else None,
        class_="account",
    )


def _bundle(world: World, account: Account, bundle: Bundle) -> Markup:
    policy = world.policies.get(bundle.policy_sid)
    return tag(
        "article",
        tag(
            "div",
            tag("h4", bundle.friendly_name),
            tag("span", bundle.status.value, class_=f"badge {bundle.status.value}"),
            class_="row",
        ),
        tag(
            "p",
            _KINDS[bundle.kind],
            " · ",
            policy.friendly_name if policy else bundle.policy_sid,
            " · ",
            tag("code", bundle.sid),
            class_="quiet",
        ),
        [tag("p", _reason(code), class_="reason") for code in bundle.errors],
        tag("ul", _entities(world, account, bundle), class_="entities")
        if bundle.entities
        else None,
        _numbers(world, bundle),
        _review(bundle) if _reviewed(bundle) else None,
        id=bundle.sid,
        class_="bundle",
    )


def _reviewed(bundle: Bundle) -> bool:
    return bundle.status in UNDER_REVIEW


def _reason(code: int) -> str:
    return f"{code}: {REJECTIONS.get(code, 'not a reason that Twilio lists')}"


def _entities(world: World, account: Account, bundle: Bundle) -> list[Markup]:
    return [
        tag("li", _entity(world, account, sid), " ", tag("code", sid))
        for sid in bundle.entities_by_object
    ]


def _entity(world: World, account: Account, sid: str) -> str:
    profile = world.profile(account, sid)
    if profile is not None:
        return f"Customer profile “{profile.friendly_name}”"
    found = account.end_users.get(sid) or account.supporting_documents.get(sid)
    return "Deleted" if found is None else found.type


def _numbers(world: World, bundle: Bundle) -> Markup | None:
    count = len(bundle.endpoints_by_number)
    if not count:
        return None
    rows = [
        tag("li", _number(world, sid))
        for sid in itertools.islice(bundle.endpoints_by_number, NUMBERS_SHOWN)
    ]
    hidden = count - len(rows)
    return tag(
        "details",
        tag("summary", "1 phone number" if count == 1 else f"{count:,} phone numbers"),
        tag("ul", rows, class_="numbers"),
        tag("p", f"{hidden:,} more are not shown.", class_="quiet") if hidden else None,
        id=f"{bundle.sid}-numbers",
    )


def _number(world: World, sid: str) -> Child:
    number = world.phone_numbers.get(sid)
    if number is None:
        return (tag("code", sid), " released")
    return tag("span", number.phone_number, title=sid)


def _review(bundle: Bundle) -> Markup:
    action = f"/_sim/console/reviews/{bundle.sid}"
    codes = [tag("option", f"{code} {text}", value=code) for code, text in REJECTIONS.items()]
    pending = bundle.status is Status.PENDING_REVIEW
    field = f"{bundle.sid}-code"
    return tag(
        "div",
        tag(
            "form",
            _step("approve", "Approve", bundle, class_="good"),
            _step("advance", "Automatic check", bundle) if pending else None,
            method="post",
            action=action,
        ),
        tag(
            "form",
            tag("label", "Code", for_=field),
            tag("select", codes, id=field, name="code"),
            _step("reject", "Reject", bundle, class_="bad"),
            method="post",
            action=action,
        ),
        class_="review",
    )


def _step(step: str, text: str, bundle: Bundle, **attributes: str) -> Markup:
    return tag(
        "button",
        text,
        tag("span", f" {bundle.friendly_name}", class_="unseen"),
        name="step",
        value=step,
        id=f"{bundle.sid}-{step}",
        **attributes,
    )


def _fault(order: Fault) -> Markup:
    which = f"{order.method} {order.path or 'any path'}"
    if order.query:
        which += f" ? {order.query}"
    if order.skip:
        which += f", after {order.skip:,}"
    effect = order.effect.name
    if order.effect.delay_seconds is not None:
        effect = f"delay {order.effect.delay_seconds:g} s"
    left = tag("b", f"{order.left:,}")
    return tag(
        "tr",
        tag("td", tag("code", which)),
        tag("td", effect),
        tag("td", left, f" of {order.times:,}", class_="count"),
        class_="used" if not order.left else None,
    )


def _request(entry: LoggedRequest) -> Markup:
    status, kind = entry.status, None
    if status is not None:
        kind = "wrong" if status >= 400 else "fine"  # noqa: PLR2004 - where errors begin
    return tag(
        "tr",
        tag("td", entry.number, class_="count"),
        tag("td", entry.method),
        tag("td", tag("code", entry.path)),
        tag("td", "no answer" if status is None else status, class_=kind),
        tag("td", entry.fault),
    )


def _faults_section(simulation: Simulation) -> Markup:
    methods = [tag("option", it, value=it) for it in ("*", "GET", "POST", "DELETE")]
    effects = [tag("option", text, value=it) for it, text in _EFFECTS.items()]
    order = tag(
        "form",
        _labelled("Method", tag("select", methods, id="method", name="method")),
        _labelled("Path", _input("path", placeholder="any, or part of it: /TrustProducts$")),
        _labelled("Effect", tag("select", effects, id="effect", name="effect")),
        _labelled("Status", _input("status", kind="number", value=503, min=200, max=599)),
        _labelled("Seconds", _input("delay_seconds", kind="number", value=2, min=0, step="any")),
        _labelled("Times", _input("times", kind="number", value=1, min=1)),
        tag("button", "Order fault", id="order-fault"),
        method="post",
        action="/_sim/console/faults",
        class_="fields order",
    )
    return tag(
        "section",
        tag("div", _h2("Faults"), _button("faults/clear", "Clear"), class_="row"),
        tag("div", faults(simulation), id="faults"),
        order,
    )


def _settings_section(simulation: Simulation) -> Markup:
    settings = simulation.settings
    latency = _input(
        "latency_seconds", kind="number", value=f"{settings.latency_seconds:g}", min=0, step="any"
    )
    cap = _input(
        "max_concurrent_requests",
        kind="number",
        value=settings.max_concurrent_requests,
        min=0,
    )
    return tag(
        "section",
        _h2("Speed and limits"),
        tag(
            "form",
            _labelled("Latency in seconds", latency),
            _labelled("Requests at once (0: no limit)", cap),
            tag("button", "Set", id="set"),
            method="post",
            action="/_sim/console/settings",
            class_="fields",
        ),
        id="settings",
    )


def _h2(text: str) -> Markup:
    return tag("h2", text)


def _button(path: str, text: str) -> Markup:
    """A form of one button."""
    what = path.partition("/")[0]
    button = tag("button", text, tag("span", f" {what}", class_="unseen"), id=f"clear-{what}")
    return tag("form", button, method="post", action=f"/_sim/console/{path}")


def _labelled(text: str, control: Markup) -> Markup:
    return tag("label", tag("span", text), control)


def _input(name: str, *, kind: str = "text", **attributes: str | int) -> Markup:
    required = kind == "number"
    return tag("input", type=kind, id=name, name=name, required=required, **attributes)
