"""Where credentials and settings come from."""

from __future__ import annotations

import re

import pytest

from pulumi_trusthub._core.model.config import (
    account_of_environment,
    configured_account,
    is_loopback,
    origin,
    read_settings,
)
from pulumi_trusthub._core.model.errors import ConfigurationError

ONE = "AC" + "1" * 32
TWO = "AC" + "2" * 32
NOTHING: dict[str, str] = {}


def test_configuration_comes_before_the_environment() -> None:
    """A set in the configuration is used whole, whatever the environment has."""
    config = {"trusthub:accountSid": ONE, "trusthub:authToken": "token-one"}
    environment = {"TWILIO_ACCOUNT_SID": TWO, "TWILIO_AUTH_TOKEN": "token-two"}

    credentials = read_settings(config.get, environment).credentials

    assert (ONE, ONE, "token-one") == (
        credentials.account_sid,
        credentials.username,
        credentials.password,
    )
    assert configured_account(config.get, environment) == ONE


def test_both_namespaces_hold_a_set() -> None:
    """Python programs may go on with Twilio's own; where both have a set, ours is used whole."""
    twilio = {"twilio:accountSid": TWO, "twilio:authToken": "token-two"}
    ours = {"trusthub:accountSid": ONE, "trusthub:authToken": "token-one"}

    assert "token-two" == read_settings(twilio.get, {}).credentials.password
    assert "token-one" == read_settings({**twilio, **ours}.get, {}).credentials.password
    assert ONE == configured_account({**twilio, **ours}.get, {})


@pytest.mark.parametrize("key", ["authToken", "apiSecret"])
def test_half_a_set_in_each_namespace_is_an_error(key: str) -> None:
    """The text names what is missing in the one and where it was seen."""
    config = {"trusthub:accountSid": ONE, "trusthub:apiKey": "SK1", f"twilio:{key}": "secret"}
    if key == "authToken":
        del config["trusthub:apiKey"]

    with pytest.raises(ConfigurationError) as raised:
        read_settings(config.get, {})

    assert f"trusthub:{key} is missing" in str(raised.value)
    assert f"twilio:{key} is set, but is of another source" in str(raised.value)
    assert '"secret"' not in str(raised.value)


def test_sids_of_credentials_are_written_in_one_case() -> None:
    """An account configured in capitals is the account of the state; secrets stay as they are."""
    account, key = "AC" + "a" * 32, "SK" + "b" * 32
    environment = {
        "TWILIO_ACCOUNT_SID": "AC" + "A" * 32,
        "TWILIO_API_KEY": "SK" + "B" * 32,
        "TWILIO_API_SECRET": "AC" + "A" * 32,
    }

    credentials = read_settings(NOTHING.get, environment).credentials

    assert (account, key, "AC" + "A" * 32) == (
        credentials.account_sid,
        credentials.username,
        credentials.password,
    )
    assert account == configured_account(NOTHING.get, environment)


def test_the_environment_is_enough() -> None:
    """Twilio's own variables do."""
    environment = {"TWILIO_ACCOUNT_SID": TWO, "TWILIO_AUTH_TOKEN": "token-two"}

    assert read_settings(NOTHING.get, environment).credentials.password == "token-two"


@pytest.mark.parametrize(
    ("config", "environment", "missing"),
    [
        ({"trusthub:accountSid": ONE}, {"TWILIO_AUTH_TOKEN": "t"}, "trusthub:authToken is missing"),
        (
            {"trusthub:authToken": "t"},
            {"TWILIO_ACCOUNT_SID": ONE},
            "trusthub:accountSid is missing",
        ),
        (
            {"trusthub:accountSid": ONE, "trusthub:apiKey": "SK"},
            {},
            "trusthub:apiSecret is missing",
        ),
        (
            {"trusthub:apiKey": "SK", "trusthub:apiSecret": "s"},
            {},
            "trusthub:accountSid is missing",
        ),
        ({}, {"TWILIO_ACCOUNT_SID": ONE}, "TWILIO_AUTH_TOKEN is missing"),
        (
            {},
            {"TWILIO_ACCOUNT_SID": ONE, "TWILIO_API_SECRET": "s"},
            "TWILIO_API_KEY is missing",
        ),
    ],
)
def test_a_set_is_never_put_together_from_two_sources(
    config: dict[str, str], environment: dict[str, str], missing: str
) -> None:
    """What is missing in the source that has the others is named."""
    with pytest.raises(ConfigurationError, match=missing):
        read_settings(config.get, environment)


def test_missing_credentials_are_named_by_key_and_variable() -> None:
    """Without credentials the user reads where they go."""
    with pytest.raises(ConfigurationError, match=r"trusthub:accountSid.*TWILIO_AUTH_TOKEN"):
        read_settings(NOTHING.get, {})

    assert configured_account(NOTHING.get, {}) is None


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "set the variables TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"),
        ({"TWILIO_ACCOUNT_SID": ONE}, "TWILIO_AUTH_TOKEN is missing"),
        ({"TWILIO_ACCOUNT_SID": "x", "TWILIO_AUTH_TOKEN": "t"}, "TWILIO_ACCOUNT_SID is not an"),
        ({"TRUSTHUB_BASE_URL": "nonsense"}, "TRUSTHUB_BASE_URL is not an origin"),
        ({"TRUSTHUB_BASE_URL": "http://example.com"}, "TRUSTHUB_BASE_URL must be https"),
        ({"TRUSTHUB_BASE_URL": "https://example.com/v1"}, "TRUSTHUB_BASE_URL is an origin only"),
        ({"TRUSTHUB_TIMEOUT": "soon"}, "TRUSTHUB_TIMEOUT must be"),
        ({"TRUSTHUB_MAX_CONCURRENCY": "0"}, "TRUSTHUB_MAX_CONCURRENCY must be"),
    ],
)
def test_an_unread_configuration_is_not_named(environment: dict[str, str], said: str) -> None:
    """The command has the environment alone, so what it says of the configuration would mislead."""
    if any(name.startswith("TRUSTHUB_") for name in environment):
        environment = {"TWILIO_ACCOUNT_SID": ONE, "TWILIO_AUTH_TOKEN": "t"} | environment

    with pytest.raises(ConfigurationError, match=said) as raised:
        read_settings(None, environment)

    assert not re.search(r"twilio:|trusthub:|pulumi config", str(raised.value))


def test_an_api_key_goes_before_the_token() -> None:
    """Where both are in one source the key, made to be handed out, is used."""
    environment = {
        "TWILIO_ACCOUNT_SID": ONE,
        "TWILIO_AUTH_TOKEN": "token",
        "TWILIO_API_KEY": "SK1",
        "TWILIO_API_SECRET": "secret",
    }

    credentials = read_settings(NOTHING.get, environment).credentials

    assert ("SK1", "secret") == (credentials.username, credentials.password)
    assert not credentials.proves_account


def test_a_token_in_the_place_of_the_sid_is_not_printed() -> None:
    """The usual slip must not end in a log."""
    config = {"trusthub:accountSid": "0123456789abcdef" * 2, "trusthub:authToken": "x"}

    with pytest.raises(ConfigurationError, match="is not an account SID") as raised:
        read_settings(config.get, {})

    assert "0123456789abcdef" not in str(raised.value)


CREDENTIALS = {
    "AccountSid": ONE,
    "AuthToken": "0d" * 16,
    "ApiKey": "SK" + "5e" * 16,
    "ApiSecret": "s" * 32,
}
FLAWS = {
    "{0} {0}": "has white space or a line end inside",
    "{0}\n{0}": "has white space or a line end inside",
    "{0}\t# of the test account": "has white space or a line end inside",
    "{0}\u00a0{0}": "has white space or a line end inside",
    "'{0}'": "has quotes in its value",
    '"{0}"': "has quotes in its value",
    '"{0}': "has quotes in its value",
    "\ufeff{0}": "has a character that no credential of Twilio has",
    "{0}\u200b": "has a character that no credential of Twilio has",
    "{0}\x1b[0m": "has a character that no credential of Twilio has",
    "\u201c{0}\u201d": "has a character that no credential of Twilio has",
}


def given_in(source: str, kind: str) -> str:
    """Give the name of a credential in a source."""
    if source == "environment":
        return "TWILIO" + "".join(f"_{c}" if c.isupper() else c.upper() for c in kind)
    return f"{source}:{kind[0].lower()}{kind[1:]}"


@pytest.mark.parametrize("source", ["environment", "trusthub", "twilio"])
@pytest.mark.parametrize("kind", CREDENTIALS)
@pytest.mark.parametrize("flaw", FLAWS)
def test_a_value_that_is_no_credential_is_named_and_not_shown(
    source: str, kind: str, flaw: str
) -> None:
    """A value that was copied with more than itself is told by its name, before it is sent."""
    kinds = ("AccountSid", "ApiKey", "ApiSecret") if "Api" in kind else ("AccountSid", "AuthToken")
    given = {given_in(source, it): CREDENTIALS[it] for it in kinds}
    given[given_in(source, kind)] = flaw.format(CREDENTIALS[kind])
    config = NOTHING if source == "environment" else given

    with pytest.raises(ConfigurationError) as raised:
        read_settings(config.get, given if source == "environment" else {})

    assert str(raised.value).startswith(f"{given_in(source, kind)} {FLAWS[flaw]}")
    assert CREDENTIALS[kind] not in str(raised.value)


@pytest.mark.parametrize("around", ["{0}\n", "\r\n{0}", " {0}\t", "\u00a0{0}\u2028"])
def test_white_space_around_anything_is_no_part_of_it(around: str) -> None:
    """Of every credential and every setting of every source."""
    values = {
        **{given_in("environment", kind): value for kind, value in CREDENTIALS.items()},
        "TRUSTHUB_BASE_URL": "http://127.0.0.1:8080",
        "TRUSTHUB_TIMEOUT": "5",
        "TRUSTHUB_MAX_CONCURRENCY": "3",
        "TRUSTHUB_EXPIRY_WARNING_DAYS": "7",
    }
    padded = {name: around.format(value) for name, value in values.items()}

    assert read_settings(None, values) == read_settings(None, padded)
    assert configured_account(NOTHING.get, padded) == ONE


def test_an_account_sid_is_compared_in_one_case() -> None:
    """Twilio's responses have it in small letters."""
    environment = {"TWILIO_ACCOUNT_SID": "AC" + "AB" * 16, "TWILIO_AUTH_TOKEN": "t"}
    sid = "AC" + "ab" * 16

    assert sid == read_settings(None, environment).credentials.account_sid
    assert sid == configured_account(NOTHING.get, environment)


def test_the_account_of_the_environment_is_none_where_the_configuration_has_one() -> None:
    """Which of both counts is decided as for the credentials."""
    config = {"twilio:accountSid": ONE, "twilio:authToken": "t"}
    environment = {"TWILIO_ACCOUNT_SID": TWO, "TWILIO_AUTH_TOKEN": "t"}

    assert TWO == account_of_environment(NOTHING.get, environment)
    assert account_of_environment(config.get, environment) is None
    assert account_of_environment(NOTHING.get, {}) is None


def test_settings_have_defaults_and_can_be_set() -> None:
    """Time-out and concurrency come from the configuration, else they have a default."""
    config = {"trusthub:accountSid": ONE, "trusthub:authToken": "t"}
    plain = read_settings(config.get, {})
    config |= {
        "trusthub:baseUrl": "http://127.0.0.1:8080/",
        "trusthub:timeout": "2.5",
        "trusthub:maxConcurrency": "3",
    }
    told = read_settings(config.get, {})

    assert (None, 30.0, 16) == (plain.base_url, plain.timeout, plain.max_concurrency)
    assert ("http://127.0.0.1:8080", 2.5, 3) == (told.base_url, told.timeout, told.max_concurrency)
    assert plain.trusthub_origin == "https://trusthub.twilio.com"
    assert plain.api_origin == "https://api.twilio.com"
    assert told.trusthub_origin == told.api_origin == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("trusthub:baseUrl", "http://trusthub.example.com", "must be https"),
        ("trusthub:baseUrl", "http://127.0.0.1.example.com", "must be https"),
        ("trusthub:baseUrl", "127.0.0.1:8080", "is not an origin"),
        ("trusthub:baseUrl", "http://127.0.0.1:port", "is not an origin"),
        ("trusthub:baseUrl", "http://127.0.0.1:99999", "is not an origin"),
        ("trusthub:baseUrl", "http://[::1", "is not an origin"),
        ("trusthub:baseUrl", "https://user:password@example.com", "is not an origin"),
        ("trusthub:baseUrl", "https://example.com/v1", "no path"),
        ("trusthub:baseUrl", "http://127.0.0.1:80\n80", "white space or a line end inside"),
        ("trusthub:baseUrl", "'http://127.0.0.1:8080'", "is not an origin"),
        ("trusthub:baseUrl", "https://trusthub.twilio.com", "is not set: remove it"),
        ("trusthub:baseUrl", "https://trusthub.sydney.au1.twilio.com", "is not set: remove it"),
        ("trusthub:timeout", "0", "above 0"),
        ("trusthub:timeout", "soon", "above 0"),
        ("trusthub:timeout", "inf", "above 0"),
        ("trusthub:maxConcurrency", "-1", "above 0"),
        ("trusthub:maxConcurrency", "1.5", "above 0"),
    ],
)
def test_a_wrong_setting_is_named(key: str, value: str, problem: str) -> None:
    """The text names the key and what would be right."""
    config = {"trusthub:accountSid": ONE, "trusthub:authToken": "t", key: value}

    with pytest.raises(ConfigurationError, match=problem) as raised:
        read_settings(config.get, {})

    assert key in str(raised.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:1", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:80", True),
        ("http://127.example.com", False),
        ("http://10.0.0.1", False),
    ],
)
def test_only_loopback_hosts_are_this_machine(url: str, expected: bool) -> None:  # noqa: FBT001
    """Only the loopback range is."""
    assert expected == is_loopback(url)


def test_an_origin_has_one_spelling() -> None:
    """The default port and the case of a host make no difference."""
    assert origin("https://TrustHub.twilio.com/v1") == origin("https://trusthub.twilio.com:443")
    assert origin("https://trusthub.twilio.com") != origin("http://trusthub.twilio.com")
