"""The arguments that commands share: programme, year, quarter, as-of day. One clear line and exit code 2 on error."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import CommandError

from coopunion import parsing
from coopunion.periods import Quarter
from programs.models import Program

WRONG_ARGUMENT = 2


def fail(message: str) -> CommandError:
    return CommandError(message, returncode=WRONG_ARGUMENT)


def add_period(parser: ArgumentParser) -> None:
    parser.add_argument("--year", required=True, help="năm, ví dụ 2020")
    parser.add_argument("--quarter", required=True, help="quý, 1 đến 4")


def add_as_of(parser: ArgumentParser) -> None:
    parser.add_argument("--as-of", help="tính đến ngày, dd/mm/yyyy hoặc yyyy-mm-dd")


def add_format(parser: ArgumentParser) -> None:
    parser.add_argument("--format", choices=("table", "json"), default="table", help="cách in kết quả")


def read_quarter(year: str, number: str) -> Quarter:
    if not all(re.fullmatch(r"-?\d{1,9}", text, re.ASCII) for text in (year, number)):
        raise fail(f"Năm và quý phải là số: “{year}”, “{number}”.")
    try:
        return Quarter(int(year), int(number))
    except ValueError as error:
        raise fail(str(error)) from error


def read_program(code: str, year: int) -> Program:
    program = Program.objects.filter(code=code, year=year).first()
    if program is None:
        known = ", ".join(f"{program.code}/{program.year}" for program in Program.objects.latest_first()) or "chưa có"
        raise fail(f"Không có chương trình {code} năm {year}. Đang có: {known}.")
    return program


def read_day(text: str | None) -> date | None:
    try:
        return parsing.read_day(text)
    except ValueError as error:
        raise fail(f"“{text}” không phải là ngày: viết dd/mm/yyyy hoặc yyyy-mm-dd.") from error
