"""What was restored from a backup without its files."""

from django.contrib.auth.models import User
from rest_framework.test import APIClient

from apps.training.models import DataSetVersion, Job, Run
from apps.training.tests.conftest import SENT, URL


def test_a_data_set_whose_files_were_left_out_is_shown_and_trains_nothing(
    as_operator: APIClient, frozen: DataSetVersion
) -> None:
    DataSetVersion.objects.update(left_out=True)
    shown = as_operator.get(f"{URL}/data-sets/pets").json()
    assert (shown["gone"], shown["versions"][0]["gone"]) == (False, True)
    answer = as_operator.post(f"{URL}/runs", {"data_set": "pets", "version": 1, "recipe": SENT}, format="json")
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("The files of pets v1 were not in the backup")
    form = {"name": "a/b", "data_set": "pets", "version": 1}
    assert as_operator.post(f"{URL}/installs", form, format="json").status_code == 409
    assert not Job.objects.exists()


def test_a_folder_that_somebody_put_back_counts_again(as_operator: APIClient, frozen: DataSetVersion) -> None:
    DataSetVersion.objects.update(left_out=True)
    frozen.folder.mkdir(parents=True)
    assert as_operator.get(f"{URL}/data-sets/pets").json()["versions"][0]["gone"] is False


def test_a_data_set_that_was_sent_and_left_out_is_not_checked_again(
    as_operator: APIClient, frozen: DataSetVersion
) -> None:
    frozen.data_set.left_out = True
    frozen.data_set.save()
    answer = as_operator.post(f"{URL}/data-sets/pets/check", {}, format="json")
    assert (answer.status_code, "send them again" in answer.json()["detail"]) == (409, True)


def test_a_run_whose_files_were_left_out_is_shown_and_not_registered(
    as_operator: APIClient, operator: User, waiting_run: Run
) -> None:
    Job.objects.update(status="succeeded", left_out=True)
    shown = as_operator.get(f"{URL}/runs/{waiting_run.pk}").json()
    assert shown["job"]["gone"] is True
    answer = as_operator.post(f"{URL}/runs/{waiting_run.pk}/register", {}, format="json")
    assert answer.status_code == 409
