from pathlib import Path

from processes.serve.node_name import node_name


def test_trainers_of_one_machine_have_names_of_their_own(tmp_path: Path) -> None:
    with node_name(tmp_path, "trainer") as first, node_name(tmp_path, "trainer") as second:
        assert (first, second) == ("trainer", "trainer-2")


def test_a_name_is_free_again_when_its_trainer_has_ended(tmp_path: Path) -> None:
    for _ in range(2):
        with node_name(tmp_path, "trainer") as name:
            assert name == "trainer"
