"""Numbers as the sheet shows them."""

import datetime as dt

import pytest

from reviewer.formats.number_format import UnknownFormat, general, is_date, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.95, "0%", "95%"),
        (0.95, "0.00%", "95.00%"),
        (0.95, '"≥"0%', "≥95%"),
        (0.955, "0%", "96%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-5.0, "0;(0)", "(5)"),
        (-5.0, "0.0", "-5.0"),
        (0.0, '0;-0;"无"', "无"),
        (3.0, '0"人"', "3人"),
        (3.0, "0_ ;[Red]-0 ", "3"),
        (12.5, "#.##", "12.5"),
        (0.5, "#.##", ".5"),
        (7.0, "000", "007"),
        (12345.0, "0.00E+00", "1.23E+04"),
        (1500000.0, '0.0,"千"', "1500.0千"),
        (1500000.0, "#,##0,", "1,500"),
        (15000.0, '0!.0,"万"', "1.5万"),
        (5.0, '[>=10]"多";[<10]"少"', "少"),
        (100.0, "[$¥-804]#,##0", "¥100"),
        (44561.0, 'yyyy"年"m"月"d"日"', "2021年12月31日"),
        (44561.5, "yyyy/m/d h:mm", "2021/12/31 12:00"),
        (dt.date(2021, 12, 1), 'yyyy"年"m"月"', "2021年12月"),
        (dt.time(17, 5), "h:mm", "17:05"),
        (dt.time(17, 5), '上午/下午h"时"mm"分"', "下午5时05分"),
        (dt.timedelta(hours=30), "[h]:mm", "30:00"),
        (dt.date(2021, 12, 1), "yyyy-mm-dd;@", "2021-12-01"),
    ],
)
def test_shown(value: float | dt.date, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_fractions_are_said_to_be_unknown() -> None:
    with pytest.raises(UnknownFormat):
        shown(0.5, "# ?/?")


@pytest.mark.parametrize(
    ("value", "text"), [(95.0, "95"), (0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (1e20, "1" + "0" * 20), (-2.5, "-2.5")]
)
def test_general(value: float, text: str) -> None:
    assert general(value) == text


def test_dates_are_told_from_numbers() -> None:
    assert is_date("m/d/yy") and is_date("[h]:mm") and not is_date('0.00"元"') and not is_date("[Red]0%")
