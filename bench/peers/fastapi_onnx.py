"""FastAPI + ONNX Runtime, as its users write it: uvicorn with a process for each core.

    pip install fastapi "uvicorn[standard]" python-multipart pillow numpy onnxruntime
    MODEL=model.onnx CLASSES='["Airplane", ...]' TEMPERATURE=0.54 \
        uvicorn fastapi_onnx:app --port 8000 --workers 2
"""

import io
import json
import os

import numpy as np
import onnxruntime as ort
from fastapi import FastAPI, HTTPException, UploadFile
from PIL import Image

CLASSES = json.loads(os.environ["CLASSES"])
TEMPERATURE = float(os.environ["TEMPERATURE"])

options = ort.SessionOptions()
options.intra_op_num_threads = 1  # the processes share the cores already
session = ort.InferenceSession(os.environ["MODEL"], options, providers=["CPUExecutionProvider"])
app = FastAPI()


@app.get("/health")
async def health():
    return {"status": "healthy"}


@app.post("/api/predict")
async def predict(file: UploadFile):
    try:
        image = Image.open(io.BytesIO(await file.read())).convert("RGB")
    except OSError:
        raise HTTPException(400, "not an image")
    pixels = np.asarray(image.resize((32, 32), Image.Resampling.BILINEAR), dtype=np.uint8)
    logits = session.run(["logits"], {"images": pixels[None]})[0][0] / TEMPERATURE
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    return {
        "predicted_class": CLASSES[best],
        "confidence": float(shares[best]),
        "all_probabilities": {name: float(share) for name, share in zip(CLASSES, shares)},
    }
