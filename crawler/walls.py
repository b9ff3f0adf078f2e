"""Walls: pages that show a login form, a captcha or a consent form in place of what was asked for.

Only asked about pages that gave nothing: many shops have a login box beside their goods.
"""

from __future__ import annotations

import re

_PASSWORD = re.compile(rb"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_CAPTCHA = re.compile(
    rb"g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|challenges\.cloudflare|cf-chl-|geo\.captcha-delivery|data-sitekey"
    rb"|captcha-(?:form|box|image)|name\s*=\s*[\"']?captcha|verify (?:that )?you are (?:a )?human|bukan robot",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    rb"<form\b[^>]*\b(?:action|id|class)\s*=\s*[\"']?[^\"'>]*(?:consent|persetujuan|age-?(?:gate|check)|verifikasi-umur)",
    re.IGNORECASE,
)
_LOOK = 512 * 1024


def wall(body: bytes) -> str:
    """What stands in the way on this page, in words; empty if nothing does."""
    head = body[:_LOOK]
    if _CAPTCHA.search(head):
        return "the site asks to solve a captcha"
    if _PASSWORD.search(head):
        return "the site asks to log in"
    if _CONSENT.search(head):
        return "the site asks for a consent before it shows anything"
    return ""
