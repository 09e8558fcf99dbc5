"""Flask + Keras `predict`, as the system before this one was built: one threaded process.

    pip install flask pillow numpy tensorflow-cpu
    MODEL_FOLDER=models/<version> CLASSES='["Airplane", ...]' TEMPERATURE=0.54 python flask_keras.py 8001
"""

import io
import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from flask import Flask, jsonify, request
from PIL import Image

CLASSES = json.loads(os.environ["CLASSES"])
TEMPERATURE = float(os.environ["TEMPERATURE"])


def load(folder):
    """The TensorFlow.js layers model of a version, with its weights, as a Keras model."""
    description = json.loads((folder / "model.json").read_text())
    config = description["modelTopology"]["config"]
    outputs = {}
    layers = {}
    for layer in config["layers"]:
        name, kind, options = layer["name"], layer["class_name"], layer["config"]
        if kind == "InputLayer":
            outputs[name] = keras.Input(options["batch_input_shape"][1:], name=name)
            continue
        sources = [outputs[source[0]] for source in layer["inbound_nodes"][0]]
        known = ("filters", "kernel_size", "strides", "padding", "activation", "pool_size", "units")
        kept = {key: options[key] for key in known if key in options}
        layers[name] = getattr(keras.layers, kind)(name=name, **kept)
        outputs[name] = layers[name](sources if len(sources) > 1 else sources[0])
    model = keras.Model(
        outputs[config["input_layers"][0][0]], outputs[config["output_layers"][0][0]]
    )
    values = np.frombuffer((folder / "weights.bin").read_bytes(), dtype="<f4")
    weights, at = {}, 0
    for spec in description["weightsManifest"][0]["weights"]:
        count = int(np.prod(spec["shape"]))
        weights[spec["name"]] = values[at : at + count].reshape(spec["shape"])
        at += count
    for name, layer in layers.items():
        if layer.weights:
            layer.set_weights([weights[f"{name}/kernel"], weights[f"{name}/bias"]])
    return model


model = load(pathlib.Path(os.environ["MODEL_FOLDER"]))
app = Flask(__name__)


@app.get("/health")
def health():
    return jsonify(status="healthy")


@app.post("/api/predict")
def predict():
    try:
        image = Image.open(io.BytesIO(request.files["file"].read())).convert("RGB")
    except OSError:
        return jsonify(error="not an image"), 400
    pixels = np.asarray(image.resize((32, 32), Image.Resampling.BILINEAR), dtype=np.float32)
    logits = model.predict(pixels[None], verbose=0)[0] / TEMPERATURE
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    return jsonify(
        predicted_class=CLASSES[best],
        confidence=float(shares[best]),
        all_probabilities={name: float(share) for name, share in zip(CLASSES, shares)},
    )


if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
