"""Addresses below /api/v1/."""

from django.urls import path, re_path

from apps.training.corrections import api as corrections
from apps.training.data_sets import api as data_sets
from apps.training.data_sets import media
from apps.training.imports import api as imports
from apps.training.jobs import api as jobs
from apps.training.runs import api as runs
from apps.training.variants import api as variants

urlpatterns = [
    path("imports", imports.ImportsView.as_view()),
    path("imports/<id:job_id>", imports.ImportView.as_view()),
    path("imports/<id:job_id>/again", imports.AgainView.as_view()),
    path("imports/<id:job_id>/register", imports.RegisterView.as_view()),
    path("imports/<id:job_id>/files/<number:number>", imports.OwnFileView.as_view()),
    path("installs", imports.InstallsView.as_view()),
    path("trainer", jobs.TrainerView.as_view()),
    path("jobs", jobs.JobsView.as_view()),
    path("jobs/<id:job_id>", jobs.JobView.as_view()),
    path("jobs/<id:job_id>/cancel", jobs.JobCancelView.as_view()),
    path("jobs/<id:job_id>/retry", jobs.JobRetryView.as_view()),
    path("data-sets", data_sets.DataSetsView.as_view()),
    path("data-sets/<slug:slug>", data_sets.DataSetView.as_view()),
    path("data-sets/<slug:slug>/check", data_sets.CheckView.as_view()),
    path("data-sets/<slug:slug>/freeze", data_sets.FreezeView.as_view()),
    path("data-sets/<slug:slug>/items/<number:number>/file", media.ItemFileView.as_view()),
    path("data-sets/<slug:slug>/versions/<number:number>", data_sets.DataSetVersionView.as_view()),
    re_path(
        r"^data-sets/(?P<slug>[-a-zA-Z0-9_]+)/versions/(?P<number>[0-9]{1,9})/files/(?P<sha256>[0-9a-f]{64})$",
        media.FrozenFileView.as_view(),
    ),
    path("corrections", corrections.CorrectionsView.as_view()),
    path("corrections/learners", corrections.LearnersView.as_view()),
    path("corrections/run", corrections.CorrectionsRunView.as_view()),
    path("corrections/<id:prediction_id>", corrections.CorrectionView.as_view()),
    path("corrections/<id:prediction_id>/file", corrections.CorrectionFileView.as_view()),
    path("recipes", runs.RecipesView.as_view()),
    path("recipes/schema", runs.RecipeSchemaView.as_view()),
    path("models/<slug:slug>/versions/<number:number>/variants", variants.VariantsView.as_view()),
    path("models/<slug:slug>/versions/<number:number>/ways", variants.WaysView.as_view()),
    path("models/<slug:slug>/versions/<number:number>/comparisons", variants.ComparisonsView.as_view()),
    path("variants/<id:variant_id>/register", variants.VariantRegisterView.as_view()),
    path("runs", runs.RunsView.as_view()),
    path("runs/<id:run_id>", runs.RunView.as_view()),
    path("runs/<id:run_id>/pause", runs.PauseView.as_view()),
    path("runs/<id:run_id>/resume", runs.ResumeView.as_view()),
    path("runs/<id:run_id>/cancel", runs.CancelView.as_view()),
    path("runs/<id:run_id>/retry", runs.RetryView.as_view()),
    path("runs/<id:run_id>/curve", runs.CurveView.as_view()),
    path("runs/<id:run_id>/register", runs.RegisterView.as_view()),
]
