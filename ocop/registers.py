"""The registers of OCOP products, producers and recognitions; what a cooperative's page shows of its products."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from cooperatives.models import Cooperative, CooperativeGroup
from coopunion.forms.formsets import Children
from coopunion.models import Record
from coopunion.permissions import Permission
from coopunion.registers.columns import Choice, Column, Moment, Section, columns_of, standard_link
from coopunion.registers.register import Add, Register
from coopunion.standards import name_in_force
from ocop.forms import ProducerForm, ProductForm, RecognitionForm, StepForm
from ocop.models import DossierStep, Producer, Product, Recognition
from ocop.standards import CRITERIA, recogniser


def timeline(product: Product) -> Iterator[Moment]:
    for step in product.steps.all():
        yield Moment(step.taken_on, step.get_step_display().capitalize(), step.get_result_display().capitalize())
    for recognition in product.recognitions.recorded():
        title = f"{recognition.get_kind_display().capitalize()}: {recognition.stars} sao"
        yield Moment(recognition.decided_on, title, recognition.decision)
        yield Moment(recognition.valid_until, "Hết hạn công nhận", recognition.decision)


PRODUCTS = Register[Product](
    model=Product,
    title="Sản phẩm OCOP",
    list_url="ocop:list",
    table="products",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Product.objects.select_related("producer__place__parent", "department").with_stars(),
    search_hint="Tên sản phẩm, chủ thể",
    order=("name", "pk"),
    empty="Chưa có sản phẩm OCOP nào trong sổ.",
    form=ProductForm,
    children=(Children("Các bước hồ sơ", StepForm),),
    adds=(Add("Ghi quyết định công nhận", "ocop:recognition-", "product"),),
    columns=(
        Column("Tên sản phẩm", lambda row: row, "link", sort="name"),
        Column("Chủ thể", lambda row: row.producer, "link"),
        Column("Địa bàn", lambda row: row.producer.place, "place"),
        Column("Nhóm", lambda row: row.get_category_display(), wide=True),
        Column("Số sao", lambda row: row.stars, "number", sort="stars"),
        Column("Ngày công nhận", lambda row: row.recognised_on, "day", sort="recognised_on"),
    ),
    choices=(
        Choice("nhom", "Nhóm sản phẩm", "category", Product.Category.choices),
        Choice("sao", "Số sao", "stars", [(str(stars), f"{stars} sao") for stars in range(1, 6)]),
    ),
    day_field="recognised_on",
    facts=(
        Column("Chủ thể", lambda row: row.producer, "link"),
        Column("Loại chủ thể", lambda row: row.producer.get_kind_display()),
        Column("Hợp tác xã", lambda row: row.producer.cooperative, "link"),
        Column("Địa bàn", lambda row: row.producer.place, "place"),
        *columns_of(Product, "category"),
        Column("Liên minh hỗ trợ làm hồ sơ", lambda row: "có" if row.dossier_helped_by_union else "không"),
        *columns_of(Product, "department", "note"),
    ),
    sections=(
        Section(
            "Quyết định công nhận",
            lambda row: row.recognitions.all(),
            (
                Column("Loại quyết định", lambda row: row.get_kind_display().capitalize()),
                *columns_of(Recognition, "stars", "decided_on", "decision"),
                Column("Hết hạn", lambda row: row.valid_until, "day"),
                Column(
                    "Bộ tiêu chí", lambda row: standard_link(name_in_force(CRITERIA, row.decided_on), "ocop"), "link"
                ),
                Column("Cấp công nhận", lambda row: recogniser(row.stars, row.decided_on)),
            ),
            edit="ocop:recognition-",
        ),
        Section(
            "Các bước hồ sơ",
            lambda row: row.steps.all(),
            (
                Column("Bước", lambda row: row.get_step_display().capitalize()),
                *columns_of(DossierStep, "taken_on"),
                Column("Kết quả", lambda row: row.get_result_display().capitalize()),
                *columns_of(DossierStep, "score", "note"),
            ),
        ),
    ),
    timeline=timeline,
)

PRODUCERS = Register[Producer](
    model=Producer,
    title="Chủ thể OCOP",
    list_url="ocop:producer-list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Producer.objects.select_related("place__parent", "department", "cooperative", "group"),
    search_hint="Tên chủ thể",
    order=("name", "pk"),
    empty="Chưa có chủ thể OCOP nào trong sổ.",
    form=ProducerForm,
    adds=(Add("Thêm sản phẩm", "ocop:", "producer", own=False),),
    columns=(
        Column("Tên chủ thể", lambda row: row, "link", sort="name"),
        Column("Loại chủ thể", lambda row: row.get_kind_display().capitalize()),
        Column("Địa bàn", lambda row: row.place, "place"),
    ),
    choices=(Choice("loai", "Loại chủ thể", "kind", Producer.Kind.choices),),
    facts=(
        Column("Loại chủ thể", lambda row: row.get_kind_display().capitalize()),
        *columns_of(Producer, "cooperative", "group", "place", "department", "note"),
    ),
    sections=(
        Section(
            "Sản phẩm",
            lambda row: row.products.with_stars(),
            (
                Column("Sản phẩm", lambda row: row, "link"),
                Column("Nhóm", lambda row: row.get_category_display()),
                Column("Số sao", lambda row: row.stars, "number"),
                Column("Ngày công nhận", lambda row: row.recognised_on, "day"),
            ),
        ),
    ),
)

RECOGNITIONS = Register[Recognition](
    model=Recognition,
    title="Quyết định công nhận",
    list_url="ocop:recognition-list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Recognition.objects.select_related("product__producer__place__parent", "department"),
    form=RecognitionForm,
    event_noun="quyết định công nhận",
)


# ---- on the pages of cooperatives and groups ----


def products_of(record: Record) -> QuerySet[Product]:
    """The record's products with their stars; none for records that are no OCOP producers."""
    if isinstance(record, Cooperative):
        return Product.objects.filter(producer__cooperative=record).with_stars()
    if isinstance(record, CooperativeGroup):
        return Product.objects.filter(producer__group=record).with_stars()
    return Product.objects.none()


OWN_PRODUCTS = Section[Record, Product](
    "Sản phẩm OCOP",
    lambda record: products_of(record).select_related("producer").order_by("name", "pk"),
    (
        Column("Sản phẩm", lambda row: row, "link"),
        Column("Số sao", lambda row: row.stars, "number"),
        Column("Ngày công nhận", lambda row: row.recognised_on, "day"),
    ),
)


def sections(record: Record) -> Iterator[Section[Record, Product]]:
    if isinstance(record, Cooperative | CooperativeGroup):
        yield OWN_PRODUCTS


def moments(record: Record) -> Iterator[Moment]:
    decisions = Recognition.objects.recorded().filter(product__in=products_of(record).values("pk"))
    if isinstance(record, Cooperative | CooperativeGroup):
        for decision in decisions.select_related("product"):
            yield Moment(decision.decided_on, f"OCOP {decision.stars} sao: {decision.product.name}", decision.decision)
