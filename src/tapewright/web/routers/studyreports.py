"""The study's reports that go out, to be read on a screen or taken as a file; long ones are jobs."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from tapewright.model.studyreport import StudyReport
from tapewright.study.rates import THRESHOLD
from tapewright.verbs import reportmaterial
from tapewright.verbs.brief import warning_signs
from tapewright.verbs.helplines import help_lines
from tapewright.verbs.ledgerreport import institutions, ledger_stem
from tapewright.verbs.studyfront import stem_of_case
from tapewright.verbs.studywriting import StudyReported, record, report_bytes
from tapewright.web.answers import answer
from tapewright.web.deps import OpenProject

router = APIRouter(prefix="/api/reports", tags=["study"])

_KINDS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "application/zip",
}

Case = Annotated[str, Query(description="One case alone, by its name.", max_length=300)]
Form = Annotated[
    Literal["json", "html", "pdf", "docx", "csv"],
    Query(alias="format", description="The report as a record, or as a file; the tables of csv come as an archive."),
]
Countries = Annotated[
    tuple[str, ...], Query(alias="country", max_length=50, description="Two letters each; all that are known without.")
]


@router.get("/countries")
def countries(project: OpenProject) -> Response:
    """The countries of which help is known: `{"countries": [{"code", "name", "services"}]}`."""
    lines = help_lines(project)
    listed = [
        {"code": code, "name": name, "services": [entry.service for entry in lines.of(code)]}
        for code, name in lines.countries.items()
    ]
    return answer({"countries": listed})


@router.get("/material")
def show_material(project: OpenProject, case: Case = "") -> Response:
    """How many signs, passages and contacts there are to report. The reports themselves are jobs, or asked for here."""
    return answer(reportmaterial.record(reportmaterial.material(project, case=case)))


@router.get("/warning-signs")
def show_signs(project: OpenProject, form: Form = "json", case: Case = "", country: Countries = ()) -> Response:
    """The warning-sign brief. With the sound of its moments it is a job: `warning-signs` with `with_sound`."""
    return _given(warning_signs(project, case=case, country=country), stem_of_case("warning-sign-brief", case), form)


@router.get("/institutions")
def show_institutions(
    project: OpenProject,
    form: Form = "json",
    case: Case = "",
    country: Countries = (),
    threshold: Annotated[
        int, Query(ge=3, le=1000, description="From how many contacts on a rate is told.")
    ] = THRESHOLD,
    without_contacts: Annotated[bool, Query(description="The rates alone.")] = False,
) -> Response:
    """The institution ledger."""
    report = institutions(project, case=case, country=country, threshold=threshold, without_contacts=without_contacts)
    return _given(report, stem_of_case(ledger_stem(without_contacts=without_contacts), case), form)


def _given(report: StudyReport, stem: str, form: str) -> Response:
    if form == "json":
        return answer(record(StudyReported(report=report, files=(), remarks=report.remarks)))
    called, data = report_bytes(report, stem, form)
    disposition = f"attachment; filename*=UTF-8''{quote(called, safe='')}"
    return Response(data, media_type=_KINDS[form], headers={"Content-Disposition": disposition})
