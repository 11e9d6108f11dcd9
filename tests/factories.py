"""Records for the tests: each function makes one, recorded and complete, and takes any field by its name."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from cooperatives.models import (
    Assessment,
    Conversion,
    Cooperative,
    CooperativeGroup,
    CooperativeSupport,
    Inspection,
    MembershipCertificate,
    Recommendation,
    Registration,
    Relocation,
    Renaming,
    Reorganisation,
    ReorganisationParty,
    StatusChange,
    ValueChain,
    ValueChainMember,
    ValueChainPartner,
)
from coopunion.attachments import receive, store
from coopunion.models import Department, Evidence, Office, OfficeIdentity, Place, PlaceSuccession, TableImport, User
from coopunion.tables.importing import check
from ocop.models import DossierStep, Producer, Product, Recognition
from poverty.models import Classification, Exit, Household, Support, SupportDonor
from programs.models import Assignment, Indicator, Program, ReportedFigure, ReportingPeriod, Target, Task
from reports.models import Delegation, Report

PASSWORD = "correct horse battery staple"
LONG_AGO = date(2004, 1, 1)  # places are in force since then
LEVELS = {"province": "province", "city": "district", "town": "district", "district": "district"}
MERGER = date(2024, 12, 1)  # communes of Yên Bái merged
_numbers = count(1)


def make_place(name: str, kind: str = "district", *, code: str = "", parent: Place | None = None, **fields) -> Place:
    """A place; its level follows from its kind, and a district lies in Yên Bái unless a parent is given."""
    level = LEVELS.get(kind, "commune")
    if level != "province" and parent is None:
        parent = yen_bai() if level == "district" else tran_yen()
    fields.setdefault("valid_from", LONG_AGO)
    return Place.objects.create(
        code=code or f"9{next(_numbers):04d}", name=name, kind=kind, level=level, parent=parent, **fields
    )


def _place(code: str, name: str, kind: str, parent: Place | None) -> Place:
    found = Place.objects.filter(code=code, valid_from=LONG_AGO).first()
    return found or make_place(name, kind, code=code, parent=parent)


def yen_bai() -> Place:
    return _place("15", "Yên Bái", "province", None)


def make_office(province: Place | None = None, **fields) -> OfficeIdentity:
    """The office, and what it is called from long ago on."""
    Office.objects.get_or_create(pk=1)
    return OfficeIdentity.objects.create(**{"from_on": LONG_AGO, "province": province, **fields})


def tran_yen() -> Place:
    return _place("138", "Trấn Yên", "district", yen_bai())


def van_yen() -> Place:
    return _place("136", "Văn Yên", "district", yen_bai())


def hong_ca() -> Place:
    """The commune where everything happens unless a place is given."""
    return _place("04570", "Hồng Ca", "commune", tran_yen())


def make_commune(
    name: str, code: str, valid_from: date = LONG_AGO, valid_to: date | None = None, *, parent: Place | None = None
) -> Place:
    """A commune of Trấn Yên between two days, unless another parent is given."""
    return make_place(name, "commune", code=code, parent=parent, valid_from=valid_from, valid_to=valid_to)


def make_succession(old: Place, new: Place, extent: str = "whole") -> PlaceSuccession:
    return PlaceSuccession.objects.create(
        predecessor=old, successor=new, on=new.valid_from, extent=extent, decision="Nghị quyết minh họa"
    )


def dao_thinh_merged() -> tuple[Place, Place]:
    """Đào Thịnh, and Thành Thịnh that took it in on the day of the merger."""
    old, new = make_commune("Đào Thịnh", "04507", valid_to=MERGER), make_commune("Thành Thịnh", "04510", MERGER)
    make_succession(old, new)
    return old, new


def make_department(code: str = "PTHTX", name: str = "") -> Department:
    return Department.objects.get_or_create(code=code, defaults={"name": name or f"Phòng {code}"})[0]


def make_user(username: str, role: str = "staff", *, department: Department | None = None, **fields) -> User:
    if role == "staff":
        department = department or make_department()
    return User.objects.create_user(username, password=PASSWORD, role=role, department=department, **fields)


def _record(fields: dict) -> dict:
    """The fields every record needs, where the caller named none."""
    return {"department": fields.pop("department", None) or make_department(), **fields}


def _event(fields: dict) -> dict:
    return {"place": fields.pop("place", None) or hong_ca(), **_record(fields)}


def make_cooperative(
    name: str = "",
    *,
    founded_on: date | None = None,
    lead: str = "union",
    operating_since: date | None = None,
    **fields,
) -> Cooperative:
    """A cooperative, with a first certificate and as operating where those days are given."""
    name = name or f"HTX số {next(_numbers)}"
    cooperative = Cooperative.objects.create(name=name, founding_lead=lead, **_event(fields))
    if founded_on:
        make_registration(cooperative, founded_on)
    if operating_since:
        make_status(cooperative, "operating", operating_since)
    return cooperative


def make_registration(cooperative: Cooperative, issued_on: date | None, kind: str = "first", **fields) -> Registration:
    fields.setdefault("place", cooperative.place)
    return Registration.objects.create(cooperative=cooperative, issued_on=issued_on, kind=kind, **_event(fields))


def make_status(cooperative: Cooperative, status: str, from_on: date, **fields) -> StatusChange:
    fields.setdefault("place", cooperative.place)
    return StatusChange.objects.create(cooperative=cooperative, status=status, from_on=from_on, **_event(fields))


def make_move(cooperative: Cooperative, place: Place, moved_on: date, **fields) -> Relocation:
    return Relocation.objects.create(cooperative=cooperative, place=place, moved_on=moved_on, **_record(fields))


def make_renaming(cooperative: Cooperative, new_name: str, renamed_on: date, **fields) -> Renaming:
    """The cooperative bears the new name afterwards."""
    old_name, cooperative.name = cooperative.name, new_name
    renaming = Renaming.objects.create(
        cooperative=cooperative, old_name=old_name, new_name=new_name, renamed_on=renamed_on, **_event(fields)
    )
    cooperative.save()
    return renaming


def make_reorganisation(
    kind: str, old: list[Cooperative], new: list[Cooperative], reorganised_on: date, **fields
) -> Reorganisation:
    act = Reorganisation.objects.create(kind=kind, reorganised_on=reorganised_on, **_event(fields))
    for role, cooperatives in (("predecessor", old), ("successor", new)):
        for cooperative in cooperatives:
            ReorganisationParty.objects.create(reorganisation=act, cooperative=cooperative, role=role)
    return act


def make_assessment(cooperative: Cooperative, valid_on: date, *, effective: bool = True, **fields) -> Assessment:
    fields.setdefault("place", cooperative.place)
    return Assessment.objects.create(cooperative=cooperative, valid_on=valid_on, effective=effective, **_event(fields))


def make_conversion(cooperative: Cooperative, completed_on: date | None, **fields) -> Conversion:
    fields.setdefault("place", cooperative.place)
    return Conversion.objects.create(cooperative=cooperative, completed_on=completed_on, **_event(fields))


def make_membership(cooperative: Cooperative, issued_on: date | None, **fields) -> MembershipCertificate:
    """A certificate of membership, not withdrawn."""
    fields.setdefault("place", cooperative.place)
    return MembershipCertificate.objects.create(cooperative=cooperative, issued_on=issued_on, **_event(fields))


def make_group(name: str = "", *, notified_on: date | None = None, **fields) -> CooperativeGroup:
    name = name or f"THT số {next(_numbers)}"
    return CooperativeGroup.objects.create(name=name, notified_on=notified_on, **_event(fields))


def _of(subject: Cooperative | CooperativeGroup, fields: dict) -> dict:
    fields["group" if isinstance(subject, CooperativeGroup) else "cooperative"] = subject
    fields.setdefault("place", subject.place)
    return _event(fields)


def make_inspection(
    subject: Cooperative | CooperativeGroup, completed_on: date | None, kind: str = "dossier", **fields
) -> Inspection:
    """An inspection of a cooperative or a group."""
    return Inspection.objects.create(kind=kind, completed_on=completed_on, **_of(subject, fields))


def make_recommendation(inspection: Inspection, text: str = "Bổ sung điều lệ", **fields) -> Recommendation:
    """Without a due day, and not carried out."""
    return Recommendation.objects.create(inspection=inspection, text=text, **fields)


def make_cooperative_support(
    subject: Cooperative | CooperativeGroup, supported_on: date | None, kind: str = "advice", **fields
) -> CooperativeSupport:
    """A support of a cooperative or a group, organised by the union."""
    return CooperativeSupport.objects.create(kind=kind, supported_on=supported_on, **_of(subject, fields))


def make_chain(
    name: str = "", *, recognised_on: date | None = None, members: tuple[Cooperative, ...] = (), **fields
) -> ValueChain:
    name = name or f"Mô hình số {next(_numbers)}"
    chain = ValueChain.objects.create(name=name, recognised_on=recognised_on, **_event(fields))
    for member in members:
        ValueChainMember.objects.create(chain=chain, cooperative=member)
    return chain


def make_partner(chain: ValueChain, stage: str = "consumption", name: str = "", **fields) -> ValueChainPartner:
    name = name or f"Đối tác số {next(_numbers)}"
    return ValueChainPartner.objects.create(chain=chain, stage=stage, name=name, **fields)


def make_producer(name: str = "", kind: str = "company", **fields) -> Producer:
    """A company; with `cooperative` or `group` and its kind, one of those."""
    return Producer.objects.create(name=name or f"Chủ thể số {next(_numbers)}", kind=kind, **_event(fields))


def make_product(name: str = "", *, producer: Producer | None = None, helped: bool = True, **fields) -> Product:
    """A product whose dossier the union helped with."""
    return Product.objects.create(
        name=name or f"Sản phẩm số {next(_numbers)}",
        producer=producer or make_producer(),
        dossier_helped_by_union=helped,
        **_record(fields),
    )


def make_recognition(product: Product, decided_on: date, stars: int = 3, kind: str = "first", **fields) -> Recognition:
    return Recognition.objects.create(product=product, decided_on=decided_on, stars=stars, kind=kind, **_event(fields))


def make_step(product: Product, taken_on: date, step: str = "idea", result: str = "passed", **fields) -> DossierStep:
    return DossierStep.objects.create(product=product, taken_on=taken_on, step=step, result=result, **fields)


def make_household(code: str = "", *, classified: str = "poor", year: int = 2020, **fields) -> Household:
    """A household with its class of the year; none where `classified` is empty."""
    household = Household.objects.create(code=code or f"YB-{next(_numbers):05d}", **_event(fields))
    if classified:
        make_classification(household, classified, year)
    return household


def make_classification(household: Household, level: str, year: int, **fields) -> Classification:
    return Classification.objects.create(household=household, level=level, year=year, **_record(fields))


def make_support(household: Household, supported_on: date | None, kind: str = "seeds", **fields) -> Support:
    """A support organised by the union."""
    fields.setdefault("place", household.place)
    return Support.objects.create(household=household, supported_on=supported_on, kind=kind, **_event(fields))


def make_donor(support: Support, name: str = "", value: int | None = 500_000) -> SupportDonor:
    return SupportDonor.objects.create(support=support, name=name or f"Nhà tài trợ số {next(_numbers)}", value=value)


def make_exit(household: Household, decided_on: date, **fields) -> Exit:
    fields.setdefault("place", household.place)
    return Exit.objects.create(household=household, decided_on=decided_on, **_event(fields))


def make_program(code: str = "190", year: int = 2020, **fields) -> Program:
    fields.setdefault("name", f"Chương trình hành động {code}")
    return Program.objects.create(code=code, year=year, **fields)


def make_task(program: Program, number: str = "1", name: str = "", **fields) -> Task:
    fields.setdefault("position", program.tasks.count() + 1)
    return Task.objects.create(program=program, number=number, name=name or f"Nhiệm vụ {number}", **fields)


def make_indicator(
    program: Program, code: str = "1a", *, measure: str = "", target: object = None, **fields
) -> Indicator:
    """An indicator, with its assigned target from 1 January where one is given."""
    fields.setdefault("name", f"Chỉ tiêu {code}")
    fields.setdefault("unit", "HTX")
    fields.setdefault("position", program.indicators.count() + 1)
    indicator = Indicator.objects.create(program=program, code=code, measure=measure, **fields)
    if target is not None:
        make_target(indicator, target)
    return indicator


def make_target(
    indicator: Indicator,
    value: object,
    *,
    effective_from: date | None = None,
    kind: str = "assigned",
    **fields,
) -> Target:
    """A target in force from 1 January of the programme's year unless a day is given."""
    effective_from = effective_from or date(indicator.program.year, 1, 1)
    return Target.objects.create(indicator=indicator, value=value, kind=kind, effective_from=effective_from, **fields)


def make_assignment(indicator: Indicator, whom: User | Department | None = None, **fields) -> Assignment:
    """To a person and their department, else to a whole department."""
    person = whom if isinstance(whom, User) else None
    department = fields.pop("department", None) or (person.department if person else whom or make_department())
    return Assignment.objects.create(indicator=indicator, department=department, person=person, **fields)


def make_figure(
    indicator: Indicator, value: object, quarter: int = 1, *, place: Place | None = None, **fields
) -> ReportedFigure:
    """A total reported for the whole province unless a place is given."""
    fields.setdefault("source", "Báo cáo của huyện")
    return ReportedFigure.objects.create(
        indicator=indicator, value=value, quarter=quarter, place=place or yen_bai(), **fields
    )


def make_period(program: Program, quarter: int = 1, **fields) -> ReportingPeriod:
    """The usual period of a quarter: cut off on its last day, due 15 days later, not sent."""
    period = ReportingPeriod.standard(program, program.quarters[quarter - 1])
    for field, value in fields.items():
        setattr(period, field, value)
    period.save()
    return period


def make_evidence(record, content: bytes = b"%PDF-1.7 minh chung", name: str = "quyet-dinh.pdf") -> Evidence:
    attachment = receive(SimpleUploadedFile(name, content))
    return Evidence.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        name=attachment.name,
        kind=attachment.kind,
        size=len(attachment.content),
        sha256=attachment.sha256,
        stored_as=store(attachment),
    )


def make_second_factor(user: User) -> TOTPDevice:
    """The user's authenticator app, in force."""
    return TOTPDevice.objects.create(user=user, name="Ứng dụng xác minh", confirmed=True)


def code_of(device: TOTPDevice) -> str:
    """The six figures that the app shows now."""
    return f"{totp(device.bin_key):06d}"


def make_report(period: ReportingPeriod, **fields) -> Report:
    """A draft; with `state` and its fields, a report further on, but without what its steps would have frozen."""
    return Report.objects.create(period=period, **fields)


def make_delegation(name: str = "Người Ký", **fields) -> Delegation:
    """The chairman's own right to sign, since long ago."""
    fields.setdefault("title", "CHỦ TỊCH")
    fields.setdefault("from_on", LONG_AGO)
    return Delegation.objects.create(name=name, **fields)


def make_cooperatives(count: int, *, founded_on: date) -> None:
    """Many at once, each with its first certificate; without history."""
    fields = {"department": make_department(), "place": hong_ca()}
    made = Cooperative.objects.bulk_create(
        Cooperative(name=f"HTX loạt {number:04d}", founding_lead="union", **fields) for number in range(count)
    )
    Registration.objects.bulk_create(
        Registration(cooperative=each, issued_on=founded_on, kind="first", **fields) for each in made
    )


def make_import(user: User, resource: str = "groups", content: str = "", name: str = "tht.csv") -> TableImport:
    """A checked file, not yet confirmed: one new group unless another resource and content are given."""
    hong_ca()
    content = content or "Tên tổ hợp tác;Địa bàn\nTHT từ Excel;xã Hồng Ca, huyện Trấn Yên\n"
    return check(user, resource, name, content.encode())
