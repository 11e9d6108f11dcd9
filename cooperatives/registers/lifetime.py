"""The registers of moves, renamings and reorganisations, and their tables on a cooperative's page."""

from __future__ import annotations

from django.db.models import QuerySet

from cooperatives.forms import PartiesFormSet, PartyForm, RelocationForm, RenamingForm, ReorganisationForm
from cooperatives.models import Cooperative, Relocation, Renaming, Reorganisation, ReorganisationParty
from cooperatives.renaming import update_name
from coopunion.forms.formsets import Children
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Moment, Section
from coopunion.registers.register import Register

RELOCATIONS = Register[Relocation](
    model=Relocation,
    title="Chuyển trụ sở",
    list_url="cooperatives:relocation-list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Relocation.objects.select_related("cooperative__place__parent", "place__parent", "department"),
    form=RelocationForm,
    event_noun="lần chuyển trụ sở",
)
RENAMINGS = Register[Renaming](
    model=Renaming,
    title="Đổi tên",
    list_url="cooperatives:renaming-list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Renaming.objects.select_related("cooperative__place__parent", "place__parent", "department"),
    form=RenamingForm,
    event_noun="lần đổi tên",
    after_change=update_name,
)


def parties(reorganisation: Reorganisation) -> QuerySet[ReorganisationParty]:
    return reorganisation.parties.select_related("cooperative")


REORGANISATIONS = Register[Reorganisation](
    model=Reorganisation,
    title="Chia, tách, hợp nhất, sáp nhập",
    list_url="cooperatives:reorganisation-list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Reorganisation.objects.select_related("place__parent", "department").prefetch_related(
        "parties__cooperative"
    ),
    search_hint="Tên hợp tác xã",
    order=("-reorganised_on", "-pk"),
    empty="Chưa có lần chia, tách, hợp nhất, sáp nhập nào trong sổ.",
    form=ReorganisationForm,
    event_noun="lần tổ chức lại",
    children=(Children("Các hợp tác xã", PartyForm, extra=2, rows=PartiesFormSet),),
    columns=(
        Column("Lần tổ chức lại", lambda row: row, "link"),
        Column("Từ ngày", lambda row: row.reorganised_on, "day", sort="reorganised_on"),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Văn bản", lambda row: row.decision),
    ),
    choices=(Choice("hinh-thuc", "Hình thức", "kind", Reorganisation.Kind.choices),),
    facts=(
        Column("Hình thức", lambda row: row.get_kind_display().capitalize()),
        Column("Từ ngày", lambda row: row.reorganised_on, "day"),
        Column("Văn bản", lambda row: row.decision),
        Column("Địa bàn", lambda row: row.place, "place"),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    sections=(
        Section(
            "Các hợp tác xã",
            parties,
            (
                Column("Hợp tác xã", lambda row: row.cooperative, "link"),
                Column("Vai trò", lambda row: row.get_role_display().capitalize()),
            ),
        ),
    ),
    timeline=lambda row: [Moment(row.reorganised_on, str(row), row.decision)],
)

# Events of a cooperative, the newest entry first; annulled ones too, as pages show them struck out.
LIFETIME_SECTIONS = (
    Section[Cooperative, Relocation](
        "Chuyển trụ sở",
        lambda row: row.relocations.order_by("-pk").select_related("place__parent"),
        (
            Column("Từ ngày", lambda row: row.moved_on, "day"),
            Column("Đến", lambda row: row.place),
            Column("Địa chỉ", lambda row: row.address),
            Column("Văn bản", lambda row: row.decision),
        ),
        edit="cooperatives:relocation-",
    ),
    Section[Cooperative, Renaming](
        "Đổi tên",
        lambda row: row.renamings.order_by("-pk"),
        (
            Column("Từ ngày", lambda row: row.renamed_on, "day"),
            Column("Tên cũ", lambda row: row.old_name),
            Column("Tên mới", lambda row: row.new_name),
            Column("Văn bản", lambda row: row.decision),
        ),
        edit="cooperatives:renaming-",
    ),
    Section[Cooperative, Reorganisation](
        "Chia, tách, hợp nhất, sáp nhập",
        lambda row: row.reorganisations.order_by("-reorganised_on").prefetch_related("parties__cooperative"),
        (
            Column("Lần tổ chức lại", lambda row: row, "link"),
            Column("Từ ngày", lambda row: row.reorganised_on, "day"),
            Column("Văn bản", lambda row: row.decision),
        ),
    ),
)
