"""Forms of cooperatives, groups and what happens to them."""

from cooperatives.forms.assessments import AssessmentForm, AssessmentRowForm
from cooperatives.forms.chains import MemberForm, PartnerForm, ValueChainForm
from cooperatives.forms.cooperatives import AliasForm, CooperativeForm
from cooperatives.forms.events import ConversionForm, MembershipForm, RegistrationForm, StatusChangeForm
from cooperatives.forms.groups import CooperativeGroupForm
from cooperatives.forms.lifetime import PartiesFormSet, PartyForm, RelocationForm, RenamingForm, ReorganisationForm
from cooperatives.forms.work import CooperativeSupportForm, InspectionForm, RecommendationForm

__all__ = [
    "AliasForm",
    "AssessmentForm",
    "AssessmentRowForm",
    "ConversionForm",
    "CooperativeForm",
    "CooperativeGroupForm",
    "CooperativeSupportForm",
    "InspectionForm",
    "MemberForm",
    "MembershipForm",
    "PartiesFormSet",
    "PartnerForm",
    "PartyForm",
    "RecommendationForm",
    "RegistrationForm",
    "RelocationForm",
    "RenamingForm",
    "ReorganisationForm",
    "StatusChangeForm",
    "ValueChainForm",
]
