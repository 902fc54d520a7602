"""Provider: another account in the same stack."""

from __future__ import annotations

from typing import Any

import pulumi

from pulumi_trusthub.dynamic import form

_SECRETS = {"trusthub:authToken", "trusthub:apiSecret"}


class Provider(pulumi.ProviderResource):
    """The credentials of an account, for the resources that use this provider.

    Every resource takes the provider as ``opts=ResourceOptions(provider=…)``, a component as
    ``providers=``, and every lookup as ``provider=``.  The credentials are secrets in the stack's
    state.
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
            resource_name: The provider's name in the stack.
            account_sid: The account, ``AC…``; needed with an API key too.
            auth_token: The account's token, or
            api_key: an API key, ``SK…``, with
            api_secret: its secret.
            opts: Options for the provider.
        """
        credentials = {
            "trusthub:accountSid": account_sid,
            "trusthub:authToken": auth_token,
            "trusthub:apiKey": api_key,
            "trusthub:apiSecret": api_secret,
        }
        # An explicit provider is a process of its own, which sees only this configuration.
        stack = pulumi.Config("trusthub")
        names = ("baseUrl", "timeout", "maxConcurrency", "readLag", "expiryWarningDays")
        settings = {f"trusthub:{name}": stack.get(name) for name in names}
        self.configuration: dict[str, Any] = {
            key: value for key, value in {**credentials, **settings}.items() if value is not None
        }
        """The given configuration, for the program's lookups; not a registered output."""
        registered = {
            key: pulumi.Output.secret(value) if key in _SECRETS else value
            for key, value in self.configuration.items()
        }
        if form.native_form() is None:
            super().__init__(form.DYNAMIC_PACKAGE, resource_name, registered, opts)
        else:
            super().__init__(
                form.NATIVE_PACKAGE,
                resource_name,
                {key.partition(":")[2]: value for key, value in registered.items()},
                form.native_options(
                    opts or pulumi.ResourceOptions(), f"pulumi:providers:{form.DYNAMIC_PACKAGE}"
                ),
            )
