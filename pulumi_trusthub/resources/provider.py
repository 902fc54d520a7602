"""Provider: another account in the same stack."""

from __future__ import annotations

from typing import Any

import pulumi

_SECRETS = {"trusthub:authToken", "trusthub:apiSecret"}


class Provider(pulumi.ProviderResource):
    """The credentials of one account, for the resources that are given it.

    Every resource takes it as ``opts=ResourceOptions(provider=…)``, a component as ``providers=``,
    and every lookup as ``provider=``.  Its credentials are secrets in the stack's state.
    """

    def __init__(
        self,
        resource_name: str,
        *,
        account_sid: pulumi.Input[str],
        auth_token: pulumi.Input[str] | None = None,
        api_key: pulumi.Input[str] | None = None,
        api_secret: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declare a provider.

        Args:
            resource_name: What the stack calls it.
            account_sid: The account, ``AC…``; needed with an API key too.
            auth_token: The account's token, or
            api_key: an API key, ``SK…``, with
            api_secret: its secret.
            opts: A bag of options.
        """
        credentials = {
            "trusthub:accountSid": account_sid,
            "trusthub:authToken": auth_token,
            "trusthub:apiKey": api_key,
            "trusthub:apiSecret": api_secret,
        }
        # An explicit provider is a process of its own that sees only this configuration.
        stack = pulumi.Config("trusthub")
        settings = {
            f"trusthub:{key}": stack.get(key) for key in ("baseUrl", "timeout", "maxConcurrency")
        }
        self.configuration: dict[str, Any] = {
            key: value for key, value in {**credentials, **settings}.items() if value is not None
        }
        """What was given, for the lookups of this very program; it is registered nowhere."""
        registered = {
            key: pulumi.Output.secret(value) if key in _SECRETS else value
            for key, value in self.configuration.items()
        }
        super().__init__("pulumi-python", resource_name, registered, opts)
