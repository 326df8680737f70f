"""What a provider signed about a person: taken only if it is meant for us, for now and for this very sign-in."""

import hmac

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Signatures by a key pair alone: one by a shared secret could be made by whoever knows our half of it.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
NEEDED = ["iss", "sub", "aud", "exp", "iat"]
CLOCKS_DIFFER = 60  # seconds


def checked(token, keys, *, issuer, client):
    """The claims of a token whose signature, issuer, audience and time are right; the nonce is for the caller."""
    try:
        claims = jwt.decode(
            token,
            _key_of(token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client,
            leeway=CLOCKS_DIFFER,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise OAuth2Error(f"The ID token is not taken: {error}") from error
    if not claims["sub"].isprintable() or not 0 < len(claims["sub"]) <= 255:
        raise OAuth2Error("The ID token names nobody.")
    if claims.get("azp", client) != client or (isinstance(claims["aud"], list) and len(claims["aud"]) > 1):
        raise OAuth2Error("The ID token is meant for somebody else too.")
    return claims


def same(nonce, expected):
    """Whether the token answers the sign-in that this browser began."""
    return (
        isinstance(nonce, str) and bool(expected) and hmac.compare_digest(nonce.encode(), expected.encode())
    )


def _key_of(token, keys):
    """The key that the token names; without a name, the only one that signs."""
    named = jwt.get_unverified_header(token).get("kid")
    signing = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
    fitting = [key for key in signing if named is None or key.key_id == named]
    if len(fitting) != 1:
        raise OAuth2Error("The ID token is signed by a key that the provider does not publish.")
    return fitting[0]
