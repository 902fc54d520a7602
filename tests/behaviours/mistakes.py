"""The likeliest mistakes: how each is made, and what its screen on ``docs/errors.md`` is headed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from world import SHAKEN_STIR, number_sids, profile_sid

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines import Engine

    from pulumi_trusthub.simulator import Simulator

PRIMARY = "RN6433641899984f951173ef1738c3bdd0"
SECONDARY = "RNdfbf3fae0e1107f8aded0e7cead80bf5"
APPROVED = "twilio-approved"


@dataclass(frozen=True)
class Mistake:
    """One mistake.

    Attributes:
        name: What tests call it.
        heading: What the page calls it.
        advice: One sentence on what to do.
        program: The program that makes it, a folder of ``programs/``.
        prepare: Brings the engine and the simulator to where the last command goes wrong.
        command: The last command; ``preview`` stands for an ``up`` that its preview ends.
    """

    name: str
    heading: str
    advice: str
    program: str
    prepare: Callable[[Engine, Simulator], None]
    command: Literal["preview", "up", "refresh", "destroy"]


def _tell(engine: Engine, **config: str) -> None:
    engine.config |= {f"behaviour:{key}": value for key, value in config.items()}


def _seed(simulator: Simulator, **kinds: Any) -> Any:
    return simulator.control.seed({"accounts": [{"sid": simulator.account_sid, **kinds}]})[0]


def _bundle(name: str, policy_sid: str, **more: Any) -> dict[str, Any]:
    return {
        "friendly_name": name,
        "email": "compliance@example.com",
        "policy_sid": policy_sid,
        **more,
    }


def _no_credentials(engine: Engine, simulator: Simulator) -> None:
    del simulator
    for key in ("trusthub:accountSid", "trusthub:authToken"):
        del engine.config[key]


def _token_as_sid(engine: Engine, simulator: Simulator) -> None:
    engine.config["trusthub:accountSid"] = simulator.auth_token


def _from_environment(engine: Engine, simulator: Simulator) -> None:
    """Deploy with credentials of the environment, as a pipeline does."""
    for key in ("trusthub:accountSid", "trusthub:authToken"):
        del engine.config[key]
    engine.environment |= {
        "TWILIO_ACCOUNT_SID": simulator.account_sid,
        "TWILIO_AUTH_TOKEN": simulator.auth_token,
    }
    deployed = engine.up()
    assert deployed.ok, deployed.text


def _rotated(engine: Engine, simulator: Simulator) -> None:
    _from_environment(engine, simulator)
    engine.environment["TWILIO_AUTH_TOKEN"] = "0d" * 16


def _subaccount(engine: Engine, simulator: Simulator) -> None:
    _from_environment(engine, simulator)
    sub = simulator.control.accounts()[0].subaccounts[0]
    engine.environment |= {"TWILIO_ACCOUNT_SID": sub.sid, "TWILIO_AUTH_TOKEN": sub.auth_token}


def _plain_http(engine: Engine, simulator: Simulator) -> None:
    del simulator
    engine.config["trusthub:baseUrl"] = "http://trusthub.example.com"


def _unreachable(engine: Engine, simulator: Simulator) -> None:
    del simulator
    engine.config["trusthub:baseUrl"] = "https://localhost:1"  # nobody listens on it


def _mistake(name: str) -> Callable[[Engine, Simulator], None]:
    def prepare(engine: Engine, simulator: Simulator) -> None:
        profile, number = profile_sid(simulator), number_sids(simulator, 1)
        _tell(engine, mistake=name, profileSid=profile, numberSid=number)

    return prepare


def _late_entity(engine: Engine, simulator: Simulator) -> None:
    made = _seed(
        simulator,
        customer_profiles=[_bundle("Customer", SECONDARY, status=APPROVED)],
        trust_products=[_bundle("Acme", SHAKEN_STIR, status=APPROVED)],
    )
    product, profile = made.trust_products[-1], made.customer_profiles[-1]
    _tell(engine, mistake="late-entity", productSid=product, profileSid=profile)


def _no_primary(engine: Engine, simulator: Simulator) -> None:
    simulator.control.reset(empty=True)
    seed: dict[str, Any] = {
        "sid": simulator.account_sid,
        "auth_token": simulator.auth_token,
        "customer_profiles": [_bundle("Example Business", PRIMARY, status="in-review")],
        "phone_numbers": 1,
    }
    made = simulator.control.seed({"accounts": [seed]})[0]
    _tell(engine, numbers=next(iter(made.phone_numbers)))


def _several_primary(engine: Engine, simulator: Simulator) -> None:
    _seed(simulator, customer_profiles=[_bundle("Other Business", PRIMARY, status=APPROVED)])
    _tell(engine, numbers=next(iter(simulator.control.accounts()[0].phone_numbers)))


def _numbers(numbers: str) -> Callable[[Engine, Simulator], None]:
    return lambda engine, _: _tell(engine, numbers=numbers)


def _onboarding(engine: Engine, simulator: Simulator, **more: str) -> None:
    _tell(engine, profileSid=profile_sid(simulator), numberSids=number_sids(simulator, 1), **more)


def _held(engine: Engine, simulator: Simulator) -> None:
    number = next(iter(simulator.control.accounts()[0].phone_numbers))
    other = _bundle("Made by hand", SHAKEN_STIR, phone_numbers=[number])
    _seed(simulator, trust_products=[other])
    _onboarding(engine, simulator)


def _some_refused(engine: Engine, simulator: Simulator) -> None:
    numbers = list(simulator.control.accounts()[0].phone_numbers)
    other = _bundle("Made by hand", SHAKEN_STIR, phone_numbers=numbers[:3])
    _seed(simulator, trust_products=[other])
    _tell(engine, profileSid=profile_sid(simulator), numberSids=number_sids(simulator, 10))


def _emptied(engine: Engine, simulator: Simulator) -> None:
    _tell(engine, profileSid=profile_sid(simulator), numberSids="", flags="exclusive")


def _exists(engine: Engine, simulator: Simulator) -> None:
    del engine
    _seed(simulator, trust_products=[_bundle("Acme", SHAKEN_STIR)])


def _noncompliant(engine: Engine, simulator: Simulator) -> None:
    made = _seed(simulator, customer_profiles=[_bundle("Customer", SECONDARY)])
    _tell(engine, profileSid=made.customer_profiles[-1], submit="true")


def _submitted(engine: Engine, simulator: Simulator) -> None:
    _onboarding(engine, simulator, submit="true")
    deployed = engine.up()
    assert deployed.ok, deployed.text


def _rejected(engine: Engine, simulator: Simulator) -> None:
    _submitted(engine, simulator)
    product = simulator.control.accounts()[0].trust_products[-1]
    simulator.control.review(product, "twilio-rejected", errors=[18606])


def _other_policy(engine: Engine, simulator: Simulator) -> None:
    _tell(engine, profileSid=profile_sid(simulator))
    deployed = engine.up()
    assert deployed.ok, deployed.text
    _tell(engine, policySid="RN5b3660f9598883b1df4e77f77acefba0")


def _missing(engine: Engine, simulator: Simulator) -> None:
    del simulator
    _tell(engine, productSid="BU" + "0123456789abcdef" * 2)


MISTAKES = (
    Mistake(
        "no-credentials",
        "No credentials",
        "Configure the account's SID and token, or an API key; a preview works without.",
        "product",
        _no_credentials,
        "up",
    ),
    Mistake(
        "token-as-sid",
        "The token in place of the account SID",
        "Put the SID that begins with AC into `trusthub:accountSid`, and the token into "
        "`trusthub:authToken`.",
        "product",
        _token_as_sid,
        "up",
    ),
    Mistake(
        "rotated",
        "A token that has expired or was rotated",
        "Give the new token, and run `pulumi up` before the next refresh or destroy if it is in "
        "the stack's configuration; [Credentials](how-to/credentials.md) has the steps.",
        "product",
        _rotated,
        "refresh",
    ),
    Mistake(
        "subaccount",
        "The credentials of a subaccount, or of another account",
        "Run it with the credentials of the account that the state belongs to.",
        "product",
        _subaccount,
        "refresh",
    ),
    Mistake(
        "plain-http",
        "Plain http in the base URL",
        "Write https, or leave `trusthub:baseUrl` out: it is for simulators and proxies.",
        "product",
        _plain_http,
        "up",
    ),
    Mistake(
        "unreachable",
        "A server that cannot be reached, or is too slow",
        "Run it again; what was done before the connection broke is found and kept.",
        "product",
        _unreachable,
        "up",
    ),
    Mistake(
        "placeholder",
        "A placeholder of an example left in",
        "Put the SID there, or better, the output of a resource or lookup.",
        "mistakes",
        _mistake("placeholder"),
        "preview",
    ),
    Mistake(
        "wrong-kind",
        "A SID of the wrong kind",
        "Give a SID of the kind that the line names.",
        "mistakes",
        _mistake("wrong-kind"),
        "preview",
    ),
    Mistake(
        "profile-for-product",
        "A customer profile where a trust product belongs",
        "Give it as `customer_profile_sid`: both kinds of SID begin with BU, so only Twilio can "
        "tell.",
        "mistakes",
        _mistake("profile-for-product"),
        "up",
    ),
    Mistake(
        "attributes",
        "Several attributes of a representative that are wrong",
        "Mend all of them at once; the lines never show what was given, for it is personal data.",
        "mistakes",
        _mistake("attributes"),
        "preview",
    ),
    Mistake(
        "no-primary",
        "No approved primary customer profile",
        "Make it in Twilio's Console and wait for its approval.",
        "lookups",
        _no_primary,
        "preview",
    ),
    Mistake(
        "several-primary",
        "Several primary customer profiles",
        "Say which one, by `friendly_name` or by SID.",
        "lookups",
        _several_primary,
        "preview",
    ),
    Mistake(
        "not-ours",
        "A number that the account does not have",
        "Correct the number, or buy it first; for one of a subaccount, give `account_sid`.",
        "lookups",
        _numbers("+12025559999"),
        "preview",
    ),
    Mistake(
        "not-e164",
        "A number that is not in E.164",
        "Write a plus sign, the country code and the number, with nothing between.",
        "lookups",
        _numbers("202-555-0100"),
        "preview",
    ),
    Mistake(
        "product-before-profile",
        "A number on the product before it is on the profile",
        "Put it on the profile first, and let the product's assignment depend on that.",
        "mistakes",
        _mistake("product-before-profile"),
        "up",
    ),
    Mistake(
        "held",
        "A number that another product holds",
        "Take it off the other product, which the line names, or adopt that product.",
        "onboarding",
        _held,
        "up",
    ),
    Mistake(
        "some-refused",
        "A set of numbers of which some are refused",
        "Mend what each line names and run `pulumi up` again: it does what is left.",
        "bulk",
        _some_refused,
        "up",
    ),
    Mistake(
        "emptied",
        "An exclusive set of numbers that would be emptied",
        "Say so with `allow_empty=True` if it is meant; a lookup that finds nothing is the usual "
        "reason.",
        "bulk",
        _emptied,
        "preview",
    ),
    Mistake(
        "declared-twice",
        "Two resources that declare the same assignment",
        "Keep one; take the other out of the program and, with `pulumi state delete`, out of the "
        "state.",
        "mistakes",
        _mistake("declared-twice"),
        "up",
    ),
    Mistake(
        "exists",
        "A product of that name exists already",
        "Give it an alias if it was renamed; else adopt it, or choose another name.",
        "product",
        _exists,
        "up",
    ),
    Mistake(
        "missing",
        "Reading what does not exist",
        "Correct the SID, or the credentials if it is another account's.",
        "get",
        _missing,
        "preview",
    ),
    Mistake(
        "other-policy",
        "Another policy for an existing product",
        "Take the change back, or allow the replacement and wait for a new review.",
        "onboarding",
        _other_policy,
        "preview",
    ),
    Mistake(
        "noncompliant",
        "A product that does not comply with its policy",
        "Mend what the line names and run `pulumi up` again; nothing was submitted.",
        "onboarding",
        _noncompliant,
        "up",
    ),
    Mistake(
        "late-entity",
        "A new entity on an approved product",
        "Assign entities before the submission; later, make a new product.",
        "mistakes",
        _late_entity,
        "up",
    ),
    Mistake(
        "rejected",
        "A product that was rejected",
        "Mend what the reasons name and change the `triggers` of the Submission; "
        "[Rejected reviews](how-to/rejected-reviews.md) has the steps.",
        "onboarding",
        _rejected,
        "refresh",
    ),
    Mistake(
        "under-review",
        "A destroy while a review runs",
        "Wait for the review's end, or set `force_destroy=True` and run `pulumi up` before the "
        "destroy.",
        "onboarding",
        _submitted,
        "destroy",
    ),
)
