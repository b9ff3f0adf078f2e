"""Settings of an installation: one data folder, and where rules, seeds and keys lie.

Read from `SANDI_…` environment variables; `--data DIR` on the command line wins.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from sandi.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent


class Config(BaseSettings):
    """`data`: all that sandi keeps. `keys`: the folder of key files, outside `data` so that a copied data folder
    reveals nothing. `seeds`: source files. `packs`: further folders with rules, beside those that come with sandi.
    `user`: the name written beside decisions. `notify`: Apprise addresses that are told of sick sources and of
    new leads, from `notify_leads` of them on, with the link `review_url`. `rule_approval`: a rule edited in the
    workbench is saved only when a second person lets it through. `controller` and `purpose`: who answers for the data,
    and for what it is collected; nothing but test sites is crawled without them.
    """

    model_config = SettingsConfigDict(env_prefix="SANDI_", extra="ignore", frozen=True)

    data: Path = Path("data")
    keys: Path = Field(default_factory=lambda: _config_home() / "keys")
    seeds: Path = ROOT / "seeds"
    packs: tuple[Path, ...] = ()
    user: str = Field(default_factory=lambda: os.environ.get("USER", "") or "investigator")
    contact_url: str = ""
    controller: str = ""
    purpose: str = ""
    notify: tuple[str, ...] = ()
    notify_leads: int = 1
    review_url: str = ""
    rule_approval: bool = False

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.data / "sandi.db"

    @property
    def captures(self) -> Path:
        """The folder of sealed captures."""
        return self.data / "captures"

    @property
    def key_file(self) -> Path:
        """The key file of this data folder: one per folder, named by the folder's resolved path."""
        name = str(self.data.resolve()).strip("/").replace("/", "-") or "root"
        return self.keys / f"{name}.key"


def is_contact(url: str) -> bool:
    """Whether `url` is something that a site's owner can open or write to: a page on a named host, or an address."""
    parts = urlsplit(url)
    if parts.scheme == "mailto":
        return "@" in parts.path and "." in parts.path.rpartition("@")[2]
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and "." in host and not any(char.isspace() for char in url)


def load_config(data: Path | None = None) -> Config:
    """Settings from the environment, with `data` given on the command line. Raises ConfigError."""
    try:
        config = Config(data=data) if data else Config()
    except ValidationError as error:
        lines = "; ".join(f"SANDI_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"settings from the environment cannot be read: {lines}") from None
    except SettingsError as error:  # only SANDI_PACKS and SANDI_NOTIFY are read as JSON
        if '"notify"' in str(error):
            raise ConfigError("""SANDI_NOTIFY is no JSON list; write it like '["mailto://…"]'""") from None
        raise ConfigError("""SANDI_PACKS is no JSON list of folders; write it like '["/srv/our-packs"]'""") from None
    try:
        config.data.resolve()
        found = next((path for path in (config.data, *config.data.parents) if path.exists()), None)
    except (OSError, RuntimeError, ValueError) as error:  # too long, a loop of links, a NUL
        reason = error.strerror if isinstance(error, OSError) else "it cannot be followed"
        raise ConfigError(f"{str(config.data)!r:.200} is no folder: {reason}; name another with --data") from None
    if found is not None and not found.is_dir():
        raise ConfigError(f"{found} is a file; --data and SANDI_DATA name a folder")
    return config


def _config_home() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "sandi"
