"""Keras' fit on the networks of bench/training.ts: a line of JSON in, a line of JSON out.

In: {"network": "seed" | "standard", "images": n, "batch": n}. Out: {"images_per_second": x}.
Each network is built and compiled once; its first steps, which trace the graph, are not counted.
"""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

L = keras.layers


def seed():
    model = keras.Sequential([keras.Input((32, 32, 3))])
    for width in (32, 64, 128):
        for _ in range(2):
            model.add(L.Conv2D(width, 3, padding="same", activation="relu"))
            model.add(L.BatchNormalization())
        model.add(L.MaxPooling2D())
    model.add(L.Flatten())
    for width in (256, 128):
        model.add(L.Dense(width, activation="relu"))
        model.add(L.BatchNormalization())
    model.add(L.Dense(10))
    return model, keras.optimizers.Adam(1e-3)


def standard():
    def gelu(x):
        return keras.activations.gelu(x, approximate=False)

    model = keras.Sequential([keras.Input((32, 32, 3))])
    whitening = L.Conv2D(24, 2, activation=gelu)
    model.add(whitening)
    whitening.trainable = False
    for width in (64, 256, 256):
        for pooled in (True, False):
            model.add(L.Conv2D(width, 3, padding="same", use_bias=False))
            if pooled:
                model.add(L.MaxPooling2D())
            model.add(L.BatchNormalization(scale=False, momentum=0.6, epsilon=1e-12))
            model.add(L.Activation(gelu))
    model.add(L.GlobalMaxPooling2D())
    model.add(L.Dense(10, use_bias=False))
    return model, keras.optimizers.SGD(0.01, momentum=0.85, nesterov=True)


BUILDERS = {"seed": seed, "standard": standard}
built = {}


def model_of(name, images, labels, batch):
    if name not in built:
        model, optimizer = BUILDERS[name]()
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(optimizer=optimizer, loss=loss)
        model.fit(images[: 2 * batch], labels[: 2 * batch], batch_size=batch, verbose=0)
        built[name] = model
    return built[name]


print(json.dumps({"keras": keras.__version__, "tensorflow": tf.__version__}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    count, batch = asked["images"], asked["batch"]
    rng = np.random.default_rng(1)
    images = rng.random((count, 32, 32, 3), dtype=np.float32)
    labels = rng.integers(0, 10, count, dtype=np.int32)
    model = model_of(asked["network"], images, labels, batch)
    started = time.perf_counter()
    model.fit(images, labels, batch_size=batch, verbose=0)
    seconds = time.perf_counter() - started
    print(
        json.dumps({"images_per_second": count / seconds, "parameters": model.count_params()}),
        flush=True,
    )
