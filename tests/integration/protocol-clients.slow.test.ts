import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { picture, png } from '../support/images';
import { pythonPackages } from '../support/python-packages';
import { startApplication, type StartedApplication } from '../support/start-application';

/** Clients that others have made, against the real service. */

const INSTALLING_MS = 10 * 60_000;
const run = promisify(execFile);

let application: StartedApplication;
let folder: string;
let address: string;
/** The folder that PYTHONPATH names. */
let packages: string;

beforeAll(async () => {
  packages = pythonPackages('protocol-clients', ['tritonclient[http]', 'numpy', 'requests']);
  folder = mkdtempSync(path.join(tmpdir(), 'protocol-clients-'));
  application = await startApplication({ PORT: '0', HOST: '127.0.0.1' });
  address = new URL(await application.listen()).host;
  writeFileSync(path.join(folder, 'picture.png'), await png());
  writeFileSync(path.join(folder, 'picture.raw'), picture());
}, INSTALLING_MS);
afterAll(async () => {
  await application.end();
  rmSync(folder, { recursive: true });
});

/** What a script prints, which is JSON. */
async function printed(script: string): Promise<unknown> {
  const file = path.join(folder, 'client.py');
  writeFileSync(file, script);
  const { stdout } = await run('python3', [file, address], {
    cwd: folder,
    env: { ...process.env, PYTHONPATH: packages, PYTHONIOENCODING: 'utf-8' },
  });
  return JSON.parse(stdout);
}

const TRITON = `
import json, sys
import numpy as np
import tritonclient.http as triton

client = triton.InferenceServerClient(sys.argv[1])
assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("classifier")
metadata = client.get_model_metadata("classifier")
version = client.get_model_repository_index()[0]["version"]
client.load_model("classifier", config=None)

pixels = np.fromfile("picture.raw", dtype=np.uint8).reshape(1, 32, 32, 3)
with open("picture.png", "rb") as file:
    encoded = np.array([file.read()], dtype=np.object_)

def probabilities(name, tensor, datatype, model_version="", **options):
    picture = triton.InferInput(name, tensor.shape, datatype)
    picture.set_data_from_numpy(tensor, binary_data=options.get("binary", True))
    output = triton.InferRequestedOutput("probabilities", binary_data=options.get("binary_output", True))
    result = client.infer("classifier", [picture], model_version=model_version, request_id="7", outputs=[output])
    assert result.get_response()["id"] == "7"
    return result.as_numpy("probabilities")[0].tolist()

answers = [
    probabilities("images", pixels, "UINT8"),
    probabilities("images", pixels, "UINT8", binary=False, binary_output=False),
    probabilities("images", pixels.astype(np.float32), "FP32"),
    probabilities("image_bytes", encoded, "BYTES"),
    probabilities("image_bytes", encoded, "BYTES", model_version=version),
]

picture = triton.InferInput("image_bytes", encoded.shape, "BYTES")
picture.set_data_from_numpy(encoded)
everything = client.infer("classifier", [picture])
best = client.infer("classifier", [picture], outputs=[triton.InferRequestedOutput("probabilities", class_count=2)])

try:
    client.infer("nobody", [picture])
    unknown = None
except triton.InferenceServerException as error:
    unknown = [error.status(), error.message()]

statistics = client.get_inference_statistics("classifier")["model_stats"][0]
print(json.dumps({
    "inputs": [one["name"] for one in metadata["inputs"]],
    "answers": answers,
    "label": everything.as_numpy("label")[0].decode(),
    "index": int(everything.as_numpy("class_index")[0]),
    "uncertain": bool(everything.as_numpy("uncertain")[0]),
    "best": [text.decode() for text in best.as_numpy("probabilities")[0]],
    "unknown": unknown,
    "successes": statistics["inference_stats"]["success"]["count"],
}))
`;

it('tritonclient gets the same numbers by JSON and in binary', async () => {
  const usual = await application.api
    .post('/api/predict')
    .attach('file', path.join(folder, 'picture.png'));
  const { body } = usual as {
    body: { all_probabilities: Record<string, number>; [name: string]: unknown };
  };
  const result = (await printed(TRITON)) as {
    inputs: string[];
    answers: number[][];
    label: string;
    index: number;
    uncertain: boolean;
    best: string[];
    unknown: [string, string];
    successes: number;
  };
  expect(result.inputs).toEqual(['images', 'image_bytes']);
  expect(result.answers).toHaveLength(5);
  for (const answer of result.answers) expect(answer).toEqual(result.answers[0]);
  const rounded = result.answers[0]!.map((value) => Math.round(value * 1e6) / 1e6);
  expect(rounded).toEqual(Object.values(body.all_probabilities));
  expect(result.label).toBe(body.predicted_class);
  expect(result.index).toBe(body.predicted_class_index);
  expect(result.uncertain).toBe(body.uncertain);
  expect(result.best[0]).toMatch(new RegExp(`^[01]\\.\\d{6}:${result.index}:${result.label}$`));
  expect(result.best).toHaveLength(2);
  expect(result.unknown).toEqual(['404', expect.stringContaining('classifier')]);
  expect(result.successes).toBeGreaterThanOrEqual(8);
}, 120_000);

const TENSORFLOW = `
import base64, json, sys
import numpy as np
import requests

url = f"http://{sys.argv[1]}/v1/models/classifier"
with open("picture.png", "rb") as file:
    encoded = {"b64": base64.b64encode(file.read()).decode()}
pixels = np.fromfile("picture.raw", dtype=np.uint8).reshape(1, 32, 32, 3).tolist()

# As the guides of TensorFlow Serving send it: text, without a media type.
rows = requests.post(url + ":predict", data=json.dumps({"signature_name": "serving_default", "instances": pixels}))
columns = requests.post(url + ":predict", json={"inputs": {"image_bytes": [encoded]}})
classes = requests.post(url + ":classify", json={"examples": [{"image_bytes": encoded}]})
status = requests.get(url).json()["model_version_status"][0]
print(json.dumps({
    "rows": rows.json()["predictions"][0],
    "columns": columns.json()["outputs"][0],
    "classes": classes.json()["results"][0],
    "state": status["state"],
}))
`;

it('a client of TensorFlow Serving gets them too', async () => {
  const { rows, columns, classes, state } = (await printed(TENSORFLOW)) as {
    rows: number[];
    columns: number[];
    classes: [string, number][];
    state: string;
  };
  expect(columns).toEqual(rows);
  expect(classes.map(([, score]) => score)).toEqual(rows);
  expect(state).toBe('AVAILABLE');
}, 60_000);
