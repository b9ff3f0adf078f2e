"""Dates and prices as people and portals write them: each written down with what it means before it was read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import prices
from crawler.extraction.dates import timestamp
from crawler.extraction.money import currency_of, price_of

FRIDAY_NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
DATES = {
    "3 Agt": "2026-08-03",
    "Senin, 16 Nov 2026 pukul 08.15 WITA": "2026-11-16T08:15:00+08:00",
    "2 jam yang lalu": "2026-11-20T10:00",
    "kmrn": "2026-11-19",
    "tgl 5/11": "2026-11-05",
    "20.11.2026": "2026-11-20",
    "Nov 3rd, 2026": "2026-11-03",
    "3 hr lalu": "2026-11-17",
    "10 mnt lalu": "2026-11-20T11:50",
    "1 bln lalu": "2026-10-20",
    "2 mgg lalu": "2026-11-06",
    "30+ hari yang lalu": "2026-10-21",
    "lebih dari sebulan lalu": "2026-10-20",
    "2026/11/18 09:30": "2026-11-18T09:30",
    "1763600000": "2025-11-20",
    "20261118": "2026-11-18",
    "Hari ini 09:12": "2026-11-20T09:12",
    "Kemarin, 23:59": "2026-11-19T23:59",
    "Yesterday at 7:05 PM": "2026-11-19T19:05",
    "5d ago": "2026-11-15",
    "3h": "2026-11-20T09:00",
    "2026年11月18日": "2026-11-18",
    "昨天": "2026-11-19",
    "3小时前": "2026-11-20T09:00",
    "Rabu lalu": "2026-11-18",
    "18 Nopember 2026": "2026-11-18",
    "18 Pebruari 2026": "2026-02-18",
    "17 Ags 2026": "2026-08-17",
    "Diperbarui 2 hari lalu": "2026-11-18",
    "Jum'at, 13/11/2026": "2026-11-13",
    "setengah jam lalu": "2026-11-20T11:30",
    "sejam yang lalu": "2026-11-20T11:00",
    "kemarin lusa": "2026-11-18",
    "2 days ago": "2026-11-18",
    "18-Nov-26": "2026-11-18",
    "12 Rabiul Awal 1448": None,
    "segera": None,
    "vor 2 Tagen": "2026-11-18",
    "il y a 3 jours": "2026-11-17",
    "hace 2 días": "2026-11-18",
}
PRICES = {
    "Rp1,250,000.00": (1250000.0, "IDR"),
    "Rp. 850.000,00/bln": (850000.0, "IDR"),
    "2,5jt-an": (2500000.0, "IDR"),
    "IDR 1.2M": (1200000000.0, "IDR"),
    "1,2M nego": (1200000000.0, "IDR"),
    "Rp 15K": (15000.0, "IDR"),
    "Rp3jt500": (3500000.0, "IDR"),
    "4 juta 250 ribu": (4250000.0, "IDR"),
    "NTD 20,000": (20000.0, "TWD"),
    "NT$ 26.400": (26400.0, "TWD"),
    "HKD$5,100": (5100.0, "HKD"),
    "S$650/mth": (650.0, "SGD"),
    "RM1,800.50": (1800.5, "MYR"),
    "1.500 SAR": (1500.0, "SAR"),
    "2000 riyal": (2000.0, "SAR"),
    "US$ 1.200,50": (1200.5, "USD"),
    "800 USDT": (800.0, "USD"),
    "$900 - $1,200": (900.0, "USD"),
    "Rp 5 - 7 juta": (5000000.0, "IDR"),
    "Rp 5jt s/d 7jt": (5000000.0, "IDR"),
    "5-7jt/bulan": (5000000.0, "IDR"),
    "UMR": (None, None),
    "Gratis": (None, None),
    "Rp 0": (0.0, "IDR"),
    "Rp ***": (None, None),
    "Rp 1xx.xxx": (None, None),
    "¥ 180,000": (180000.0, "JPY"),
    "180.000 yen": (180000.0, "JPY"),
    "₩2.200.000": (2200000.0, "KRW"),
    "25rb": (25000.0, "IDR"),
    "Rp 25rb/jam": (25000.0, "IDR"),
    "1 jt": (1000000.0, "IDR"),
    "1/2 juta": (500000.0, "IDR"),
    "seratus lima puluh ribu rupiah": (150000.0, "IDR"),
    "Rp 12.5 juta": (12500000.0, "IDR"),
    "฿12,000": (12000.0, "THB"),
    "12.000 baht": (12000.0, "THB"),
    "₫ 3.500.000": (3500000.0, "VND"),
    "3tr5": (3500000.0, "VND"),
    "AED 1500 monthly": (1500.0, "AED"),
}
IN_TEXT = {
    "Dijual Rp3jt500 nego": "Rp3jt500",
    "tanah IDR 1.2M saja": "IDR 1.2M",
    "fee Rp 15K per jam": "Rp 15K",
    "salary 6000-8000元/月": "6000-8000元",
    "1.500 – 2.000 € per bulan": "1.500 – 2.000 €",
    "Nokia 3310-500 €": "500 €",
    "harga Rp 1xx.xxx, inbox": "",
    "cincin perak 925": "",
    "tanah Rp 5.000 M²": "Rp 5.000",
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_read_as_it_is_meant(text: str) -> None:
    read = timestamp(text, "Asia/Jakarta", FRIDAY_NOON)
    wanted = DATES[text]
    assert read is None if wanted is None else (read or "").startswith(wanted)


@pytest.mark.parametrize("text", PRICES)
def test_a_price_is_read_as_it_is_meant(text: str) -> None:
    price = price_of(text)
    assert (price, currency_of(text) if price is not None else None) == PRICES[text]


@pytest.mark.parametrize("text", IN_TEXT)
def test_a_price_is_found_in_a_sentence(text: str) -> None:
    assert prices.priced(text) == IN_TEXT[text]
