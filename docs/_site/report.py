"""Takes the pictures of a report: ``python docs/_site/report.py`` writes the files.

They show an account of an ISV with customers at every stage, and what has changed since an earlier
report, in a headless Chromium, which has to be on PATH with its driver.
"""

from __future__ import annotations

import os
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from console import photograph
from example import PICTURES
from typer.testing import CliRunner

from pulumi_trusthub._core.model.policies import Policy
from pulumi_trusthub.cli import app
from pulumi_trusthub.simulator import Simulator
from pulumi_trusthub.simulator.control.seeds import fictional_numbers

EACH, ON_NOTHING = 300, 40
"""The numbers of each customer, and those that are on no bundle."""

CUSTOMERS = {
    "Customer one": ("twilio-approved", "twilio-approved"),
    "Customer two": ("twilio-approved", "pending-review"),
    "Customer three": ("twilio-rejected", "draft"),
}
"""The customers, with the statuses of their profiles and products."""

TO_B = """
document.querySelector("[name=standing][value='1']").click();
document.getElementById("numbers").scrollIntoView();
"""


def seed(simulator: Simulator) -> dict[str, Any]:
    """Give the account: all numbers are on profiles, and some of them on no product."""
    numbers = list(islice(fictional_numbers(), EACH * len(CUSTOMERS) + ON_NOTHING))
    profiles, products = [], []
    for index, (name, (of_profile, of_product)) in enumerate(CUSTOMERS.items()):
        own = numbers[EACH * index : EACH * (index + 1)]
        profiles.append(_bundle(name, Policy.SECONDARY_CUSTOMER_PROFILE, of_profile, "Acme", own))
        calls = own[: EACH - 20 * index]
        products.append(_bundle(f"{name}: calls", Policy.SHAKEN_STIR, of_product, name, calls))
    names = _bundle("Customer one: name", Policy.CNAM, "twilio-approved", "Customer one", [])
    acme = _bundle("Acme", Policy.PRIMARY_CUSTOMER_PROFILE, "twilio-approved", None, [])
    return {
        "sid": simulator.account_sid,
        "auth_token": simulator.auth_token,
        "phone_numbers": numbers,
        "customer_profiles": [acme, *profiles],
        "trust_products": [*products, names],
    }


def _bundle(
    name: str, policy: Policy, status: str, profile: str | None, numbers: list[str]
) -> dict[str, Any]:
    return {
        "friendly_name": name,
        "email": "compliance@example.com",
        "policy_sid": policy.value,
        "status": status,
        "errors": [18601] if status == "twilio-rejected" else [],
        "customer_profiles": [profile] if profile else [],
        "phone_numbers": numbers,
    }


def report(*arguments: str) -> None:
    """Run the command in this process."""
    done = CliRunner().invoke(app, ["report", *arguments])
    if done.exit_code:
        raise SystemExit(done.output)


def main() -> None:
    """Read the account, approve a product, and take pictures of the second report."""
    with Simulator() as simulator, tempfile.TemporaryDirectory() as temporary:
        os.environ.update(
            TWILIO_ACCOUNT_SID=simulator.account_sid,
            TWILIO_AUTH_TOKEN=simulator.auth_token,
            TRUSTHUB_BASE_URL=simulator.url,
        )
        simulator.control.reset(empty=True)
        [account] = simulator.control.seed({"accounts": [seed(simulator)]})
        earlier, page = Path(temporary) / "earlier.json", Path(temporary) / "report.html"
        report("--output", str(earlier))
        simulator.control.review(account.trust_products[1], "twilio-approved")
        report("--since", str(earlier), "--output", str(page))
        url, numbers = page.as_uri(), PICTURES / "report-numbers.png"
        photograph(url, PICTURES / "report.png", (1300, 1690))
        photograph(url, numbers, (1300, 640), scheme="dark", script=TO_B)


if __name__ == "__main__":
    main()
