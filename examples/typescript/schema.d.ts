// Written by `npm run client:generate` from docs/openapi.json: do not edit.

export interface paths {
    "/api/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One picture in, its class out
         * @description Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `predict` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        post: operations["predict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predict/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Many pictures in, their classes out; a bad picture fails only itself
         * @description Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `batch` (`RATE_LIMIT_BATCH_PER_MINUTE`, a minute).
         */
        post: operations["predictBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Inference Protocol: pictures are classified by the active version
         * @description One input: pixels as `images`, or files as `image_bytes`. Requests with several pictures count as batches too.
         *
         *     Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `predict` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        post: operations["infer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Inference Protocol: pictures are classified by a version
         * @description One input: pixels as `images`, or files as `image_bytes`. Requests with several pictures count as batches too.
         *
         *     Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `predict` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        post: operations["inferWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}:predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TensorFlow Serving: probabilities of pictures, by the active version
         * @description Pictures are files as `{"b64": "…"}`, or pixels in lists. Requests with several pictures count as batches too.
         *
         *     Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `predict` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        post: operations["tensorflowPredict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}:predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TensorFlow Serving: probabilities of pictures, by a version
         * @description Pictures are files as `{"b64": "…"}`, or pixels in lists. Requests with several pictures count as batches too.
         *
         *     Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `predict` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        post: operations["tensorflowPredictWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}:classify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TensorFlow Serving: classes of pictures with their scores, by the active version
         * @description Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `predict` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        post: operations["tensorflowClassify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}:classify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TensorFlow Serving: classes of pictures with their scores, by a version
         * @description Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `predict` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        post: operations["tensorflowClassifyWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/label-studio/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Label Studio: the choices of the pictures of tasks
         * @description Pictures are fetched from the Label Studio at LABEL_STUDIO_URL alone, or stand in the task as data URIs.
         *
         *     Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `predict` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        post: operations["labelStudioPredict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the service is, for people and for health checks of containers
         * @description 503 unless predictions are answered.
         *
         *     Scope `public`: whether the service lives, and the way in; nothing of what it holds.
         *
         *     It has no rate limit.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The process answers: restart it when this does not
         * @description For orchestrators.
         *
         *     Scope `public`: whether the service lives, and the way in; nothing of what it holds.
         *
         *     It has no rate limit.
         */
        get: operations["liveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Send work only while this is 200
         * @description For orchestrators; while it is not, `problems` says why.
         *
         *     Scope `public`: whether the service lives, and the way in; nothing of what it holds.
         *
         *     It has no rate limit.
         */
        get: operations["readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/model/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The version in service, how it was made and how good it is
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["modelInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/model/uptime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Since when the service runs, and whether it retrains
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["modelUptime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/model/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judges a version, in a process of its own
         * @description `on` is `held_out`, `test`, `samples` or `test_set`.
         *
         *     Scope `train`: starts and ends retrainings and evaluations.
         *
         *     Counts for the rate limit `evaluate` (`RATE_LIMIT_EVALUATE_PER_HOUR`, an hour).
         */
        post: operations["evaluateModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The history of predictions, a page at a time
         * @description A page may hold fewer than `limit` where a long search goes on at `next_cursor`.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `search` (`RATE_LIMIT_SEARCH_PER_MINUTE`, a minute).
         */
        get: operations["listPredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predictions/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that fits the filters of the history, newest first, as a file
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `download` (`RATE_LIMIT_DOWNLOAD_PER_MINUTE`, a minute).
         */
        get: operations["exportPredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predictions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A prediction, and what was said of it
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["findPrediction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predictions/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that a prediction is right, or which class is; its picture becomes a labelled sample
         * @description `{"correct": true}`, or `{"label": "Cat"}`.
         *
         *     Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        post: operations["giveFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predictions/{id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The picture of a prediction as it came, while it is kept
         * @description With `format=webp` it is what a browser can show of it. Of a prediction of an earlier release only the 32×32 pixels are left, as PNG.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["predictionImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predictions/{id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A small picture of a prediction, while it is kept
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["predictionThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/predictions/{id}/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the network looks in the picture of a prediction
         * @description By the version that answers now, which may be another one than made the prediction.
         *
         *     Scope `predict`: classifies pictures, which enter the history.
         *
         *     Counts for the rate limit `attention` (`RATE_LIMIT_PREDICT_PER_MINUTE`, a minute).
         */
        get: operations["predictionAttention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Totals and averages over all history, and the predictions of each class
         * @description Clients expect numbers, so an empty history has zeros.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the service does now, and did in the last quarter of an hour
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The numbers of the overview as server-sent events, every two seconds
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["overviewEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/upload/training-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Labelled pictures, one by one or in archives
         * @description Good ones are kept, bad ones and loose files listed. Where nothing could be saved, an error lists every reason. At most 256 classes, CIFAR-10's included.
         *
         *     Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        post: operations["uploadTrainingData"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The labelled pictures, counted by class and source
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["dataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The labels that are offered to people
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["labels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The files of all samples as they came, with a manifest, in a zip that can be uploaded again
         * @description With `split=test` it is the test set, without it everything else.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `download` (`RATE_LIMIT_DOWNLOAD_PER_MINUTE`, a minute).
         */
        get: operations["exportDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Labelled pictures, newest first, a page at a time
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `search` (`RATE_LIMIT_SEARCH_PER_MINUTE`, a minute).
         */
        get: operations["listSamples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset/samples/relabel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives many pictures another label: all of them or none
         * @description Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        post: operations["relabelSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset/samples/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives pictures of the test set to training
         * @description The next training learns from them. There is no way back: what a version has learned from cannot judge it.
         *
         *     Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        post: operations["moveSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset/samples/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deletes many labelled pictures
         * @description Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        post: operations["deleteSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset/samples/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A labelled picture, with the history of its labels
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["findSample"];
        put?: never;
        post?: never;
        /**
         * Deletes a labelled picture
         * @description Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        delete: operations["deleteSample"];
        options?: never;
        head?: never;
        /**
         * Gives a picture another label
         * @description Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        patch: operations["relabelSample"];
        trace?: never;
    };
    "/api/dataset/samples/{id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The original file of a labelled picture
         * @description With `format=webp` it is what a browser can show of it; where the file is lost, what is left of it.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["sampleImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset/samples/{id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A small picture of a labelled one
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["sampleThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dataset/classes/{label}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes a class with all of its samples; a label of CIFAR-10 itself remains
         * @description Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        delete: operations["deleteClass"];
        options?: never;
        head?: never;
        /**
         * Gives a class another name; that of another class makes the two one
         * @description `merge` makes it one with a class that has the name already.
         *
         *     Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        patch: operations["renameClass"];
        trace?: never;
    };
    "/api/retrain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts a retraining from labelled pictures
         * @description Each mode has a limit of its own besides. What is not said of classes and network is as in the version in service.
         *
         *     Scope `train`: starts and ends retrainings and evaluations.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        post: operations["retrain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/retrain/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last retraining, in the shape of the system before this one
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["retrainStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Retrainings, the newest first, a page at a time
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A retraining, with the end of its log
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["findJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens in a retraining, as server-sent events
         * @description They begin after the event that a client knows, by `after` or `Last-Event-ID`, and end with the job.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["jobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for the end of a retraining; the job says when it has come
         * @description Scope `train`: starts and ends retrainings and evaluations.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every version on disk, the broken ones too, and the last changes of the active one
         * @description `gate` says whether its gate passed it, `metrics.own` how it does on your pictures.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Two versions side by side on the same images, with McNemar's test
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `compare` (`RATE_LIMIT_COMPARE_PER_MINUTE`, a minute).
         */
        get: operations["compareModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/compare.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Two versions side by side, as a chart
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `compare` (`RATE_LIMIT_COMPARE_PER_MINUTE`, a minute).
         */
        get: operations["drawComparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The version before answers again
         * @description Scope `models:write`: promotes, rolls back and deletes versions, adds and removes networks.
         *
         *     Counts for the rate limit `promote` (`RATE_LIMIT_PROMOTE_PER_MINUTE`, a minute).
         */
        post: operations["rollBackModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A version: its card, its files, and what its data has that its parent's had not
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["findModel"];
        put?: never;
        post?: never;
        /**
         * Deletes a version: never the active one, nor one that is evaluated or retrained now
         * @description Scope `models:write`: promotes, rolls back and deletes versions, adds and removes networks.
         *
         *     Counts for the rate limit `promote` (`RATE_LIMIT_PROMOTE_PER_MINUTE`, a minute).
         */
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{version}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * From now on this version answers
         * @description One that its gate has rejected is promoted with `force` only.
         *
         *     Scope `models:write`: promotes, rolls back and deletes versions, adds and removes networks.
         *
         *     Counts for the rate limit `promote` (`RATE_LIMIT_PROMOTE_PER_MINUTE`, a minute).
         */
        post: operations["promoteModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{version}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A version as another installation of this service takes it: its card and every file that it lists
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `download` (`RATE_LIMIT_DOWNLOAD_PER_MINUTE`, a minute).
         */
        get: operations["downloadModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{version}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is needed to use a version elsewhere: graphs with the head inside, class names, how pictures are fitted, and code
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `download` (`RATE_LIMIT_DOWNLOAD_PER_MINUTE`, a minute).
         */
        get: operations["exportModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{version}/export/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One file of the export of a version
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `download` (`RATE_LIMIT_DOWNLOAD_PER_MINUTE`, a minute).
         */
        get: operations["exportedFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backbones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Networks that versions are made on, the versions on each, and those that can be added by name
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["listBackbones"];
        put?: never;
        /**
         * Adds a network: by name, from Hugging Face, or from a file
         * @description It goes on by itself; one at a time.
         *
         *     Scope `models:write`: promotes, rolls back and deletes versions, adds and removes networks.
         *
         *     Counts for the rate limit `backbones` (`RATE_LIMIT_BACKBONES_PER_HOUR`, an hour).
         */
        post: operations["addBackbone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backbones/adding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the addition of a network is, or what became of the last one
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["showAdding"];
        put?: never;
        post?: never;
        /**
         * Breaks off the addition of a network
         * @description Scope `models:write`: promotes, rolls back and deletes versions, adds and removes networks.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        delete: operations["cancelAdding"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/backbones/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a network; versions on it go on working
         * @description 409 while it is used.
         *
         *     Scope `models:write`: promotes, rolls back and deletes versions, adds and removes networks.
         *
         *     Counts for the rate limit `backbones` (`RATE_LIMIT_BACKBONES_PER_HOUR`, an hour).
         */
        delete: operations["removeBackbone"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The charts of a version, and where they are
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["listVisualizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/visualizations/{filename}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One chart of a version
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["showVisualization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last lines of the log of this process, without stacks, paths and addresses
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `logs` (`RATE_LIMIT_LOGS_PER_MINUTE`, a minute).
         */
        get: operations["logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/logs/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lines of the log as server-sent events, each soon after it is written
         * @description What came after the line that a client knows, by `after` or `Last-Event-ID`, is sent at once, as far as it is still in memory.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `logs` (`RATE_LIMIT_LOGS_PER_MINUTE`, a minute).
         */
        get: operations["logEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description of the API, OpenAPI 3.1, as JSON
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["openApiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description of the API, OpenAPI 3.1, as YAML
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["openApiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: what serves, and which extensions it has
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["serverMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: the process answers
         * @description Scope `public`: whether the service lives, and the way in; nothing of what it holds.
         *
         *     It has no rate limit.
         */
        get: operations["serverLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: send work only while this is 200
         * @description Scope `public`: whether the service lives, and the way in; nothing of what it holds.
         *
         *     It has no rate limit.
         */
        get: operations["serverReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: what all versions did since the start, and how long it took
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["allStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: what all versions did since the start, and how long it took
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["modelStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: what a version did since the start, and how long it took
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["versionStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: the inputs and outputs of the active version
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["modelMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: the inputs and outputs of a version
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["versionMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: whether requests for the active version are answered
         * @description A version that is whole and not loaded is loaded by the first request for it.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["modelReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open Inference Protocol: whether requests for a version are answered
         * @description A version that is whole and not loaded is loaded by the first request for it.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["versionReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/index": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Inference Protocol: every version of the registry, and whether it is loaded
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        post: operations["repositoryIndex"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/models/{model}/load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Inference Protocol: loads the version of the parameter `version` beside the active one
         * @description It promotes nothing. The active version is always loaded.
         *
         *     Scope `models:write`: promotes, rolls back and deletes versions, adds and removes networks.
         *
         *     Counts for the rate limit `promote` (`RATE_LIMIT_PROMOTE_PER_MINUTE`, a minute).
         */
        post: operations["repositoryLoad"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/repository/models/{model}/unload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Inference Protocol: frees the version of the parameter `version`
         * @description The next request for it loads it anew. The active version stays.
         *
         *     Scope `models:write`: promotes, rolls back and deletes versions, adds and removes networks.
         *
         *     Counts for the rate limit `promote` (`RATE_LIMIT_PROMOTE_PER_MINUTE`, a minute).
         */
        post: operations["repositoryUnload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * TensorFlow Serving: the signatures of the active version
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["tensorflowMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * TensorFlow Serving: the signatures of a version
         * @description Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["tensorflowVersionMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * TensorFlow Serving: the state of every version
         * @description `START`: it is whole, and loaded by the first request for it.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["tensorflowStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * TensorFlow Serving: the state of a version
         * @description `START`: it is whole, and loaded by the first request for it.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["tensorflowVersionStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/label-studio/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Label Studio: whether predictions are answered
         * @description Scope `public`: whether the service lives, and the way in; nothing of what it holds.
         *
         *     It has no rate limit.
         */
        get: operations["labelStudioHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/label-studio/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Label Studio: which version will answer for a project
         * @description Nothing of the project is kept. The address and the token that Label Studio sends are not used: who may be asked for pictures is a setting of this service.
         *
         *     Scope `read`: shows predictions, pictures, versions, jobs and settings, and changes nothing.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        post: operations["labelStudioSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/label-studio/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Label Studio: the picture of a new or changed annotation becomes a labelled sample
         * @description Events of any other kind are ignored, and answered with the reason.
         *
         *     Scope `data:write`: labels, uploads, renames and deletes pictures.
         *
         *     Counts for the rate limit `label` (`RATE_LIMIT_LABEL_PER_MINUTE`, a minute).
         */
        post: operations["labelStudioWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Keys of the API, revoked ones included, without their secrets
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Makes a key; its answer alone has it
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a key: it opens nothing from now on, on other instances a second later
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the first key of an administrator, with the token that the service printed
         * @description Scope `public`: whether the service lives, and the way in; nothing of what it holds.
         *
         *     Counts for the rate limit `sign-in` (`RATE_LIMIT_SIGN_IN_PER_MINUTE`, a minute).
         */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who can sign in
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        get: operations["listPeople"];
        put?: never;
        /**
         * Adds somebody who can sign in
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        post: operations["addPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes somebody, and signs them out everywhere
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        delete: operations["removePerson"];
        options?: never;
        head?: never;
        /**
         * Changes a role or a password; the person has to sign in again
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        patch: operations["changePerson"];
        trace?: never;
    };
    "/api/people/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Signs somebody out everywhere
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `default` (`RATE_LIMIT_DEFAULT_PER_MINUTE`, a minute).
         */
        delete: operations["signPersonOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has done what: every request that could change something, newest first
         * @description Predictions are not among them: the history has those.
         *
         *     Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `search` (`RATE_LIMIT_SEARCH_PER_MINUTE`, a minute).
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole audit log, oldest first, a JSON object a line
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `download` (`RATE_LIMIT_DOWNLOAD_PER_MINUTE`, a minute).
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether every entry of the audit log is as it was written
         * @description Scope `admin`: manages keys and people, and reads the audit log.
         *
         *     Counts for the rate limit `download` (`RATE_LIMIT_DOWNLOAD_PER_MINUTE`, a minute).
         */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AddBackboneAnswer: {
            message: string;
            /** @constant */
            status: "in_progress";
            check_status_url: string;
        };
        AddBackboneBody: {
            name?: string;
            licence?: string;
            /** @description that the file must have, in hexadecimal */
            sha256?: string;
            /** @description size of pictures: 224 or "320x240" */
            input?: number | string;
            /** @description cover, contain or stretch */
            fit?: string;
            crop?: number | string;
            mean?: number[] | string;
            std?: number[] | string;
            /** @description NCHW or NHWC */
            layout?: string;
            /** @description tensor that holds the features */
            features?: string;
            /** @description a name of the catalogue, or `hf:<owner>/<repository>/<path>@<commit>` */
            source: string;
        };
        AddPersonBody: {
            name: string;
            /** @enum {string} */
            role: "viewer" | "labeler" | "operator" | "admin";
            password: string;
        };
        AddingAnswer: {
            /** @enum {string} */
            state: "idle" | "adding" | "added" | "failed" | "cancelled";
            /** @description what is added: a name, an address, or the name of a file */
            source: string | null;
            started_at: string | null;
            ended_at: string | null;
            /** @description null unless something is being added */
            progress: {
                /** @enum {string} */
                stage: "receiving" | "downloading" | "converting" | "writing";
                done_bytes: number | null;
                /** @description null where it is not known */
                total_bytes: number | null;
            } | null;
            cancel_requested: boolean;
            /** @description name of what was added */
            backbone: string | null;
            /** @description the version that a Teachable Machine export became */
            version: string | null;
            notes: string[];
            error: string | null;
            code: ("INVALID_QUERY" | "INVALID_CURSOR" | "INVALID_JSON" | "INVALID_BODY" | "INVALID_LABEL" | "LABEL_COUNT_MISMATCH" | "MALFORMED_URL" | "MALFORMED_MULTIPART" | "MISSING_FILE" | "UNEXPECTED_FIELD" | "TOO_MANY_FILES" | "TOO_MANY_FIELDS" | "TOO_MANY_PARTS" | "TOO_MANY_LABELS" | "FIELD_TOO_LARGE" | "EMPTY_FILE" | "TRUNCATED_UPLOAD" | "UPLOAD_ABORTED" | "BAD_REQUEST" | "KEY_IN_ADDRESS" | "INVALID_KEY" | "INVALID_PERSON" | "UNAUTHENTICATED" | "FORBIDDEN" | "SETUP_REFUSED" | "FOREIGN_FORM" | "BACKBONE_DOWNLOADS_OFF" | "NOT_FOUND" | "PREDICTION_NOT_FOUND" | "SAMPLE_NOT_FOUND" | "CLASS_NOT_FOUND" | "MODEL_NOT_FOUND" | "BACKBONE_NOT_FOUND" | "JOB_NOT_FOUND" | "KEY_NOT_FOUND" | "PERSON_NOT_FOUND" | "VISUALIZATION_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "MODEL_BROKEN" | "MODEL_ACTIVE" | "MODEL_IN_USE" | "MODEL_PINNED" | "MODEL_REJECTED" | "MODEL_NOT_EXPORTABLE" | "BACKBONE_EXISTS" | "BACKBONE_BROKEN" | "BACKBONE_IN_USE" | "BACKBONE_ADDING" | "NO_BACKBONE_ADDING" | "NOTHING_TO_ROLL_BACK" | "EVALUATION_RUNNING" | "RETRAINING_RUNNING" | "JOB_OVER" | "NOTHING_TO_LEARN" | "TOO_MANY_CLASSES" | "CLASS_EXISTS" | "PERSON_EXISTS" | "LAST_ADMIN" | "EVALUATION_DATA_MISSING" | "TOO_MANY_SAMPLES" | "IMAGE_NOT_KEPT" | "FILE_TOO_LARGE" | "UPLOAD_TOO_LARGE" | "BODY_TOO_LARGE" | "IMAGE_TOO_LARGE" | "TOO_MANY_PIXELS" | "UNSUPPORTED_MEDIA_TYPE" | "UNSUPPORTED_ENCODING" | "UNSUPPORTED_IMAGE" | "FORMAT_NOT_ALLOWED" | "CORRUPT_IMAGE" | "NO_IMAGE_SAVED" | "BACKBONE_REFUSED" | "UNKNOWN_HOST" | "RATE_LIMITED" | "TOO_MANY_STREAMS_OF_CLIENT" | "HEADERS_TOO_LARGE" | "INTERNAL_ERROR" | "PICTURE_NOT_FETCHED" | "MODEL_LOADING" | "BACKBONE_UNREACHABLE" | "BACKBONE_INTERRUPTED" | "QUEUE_FULL" | "UPLOADS_BUSY" | "SIGN_IN_BUSY" | "EXPORTS_BUSY" | "SHUTTING_DOWN" | "OUT_OF_RESOURCES" | "STORAGE_BUSY" | "STORAGE_READ_ONLY" | "TOO_MANY_CONNECTIONS" | "TOO_MANY_STREAMS" | "STORAGE_BROKEN" | "DEADLINE_EXCEEDED" | "STORAGE_FULL") | null;
        };
        AttentionAnswer: {
            /** @description What the image is taken for now. */
            predicted_class: string;
            confidence: number;
            model_version: string;
            /** @description Rows, from the top: by how much the class's probability falls where the image is greyed. */
            falls: number[][];
        };
        AuditAnswer: {
            entries: components["schemas"]["AuditEntry"][];
            next_before: number | null;
        };
        AuditCheckAnswer: {
            entries: number;
            broken_at: number | null;
            last_hash: string;
        };
        AuditEntry: {
            seq: number;
            /** Format: date-time */
            at: string;
            actor: {
                /** @enum {string} */
                kind: "anonymous" | "key" | "person";
                id: string | null;
                name: string | null;
            };
            address: string;
            method: string;
            route: string;
            object: string;
            status: number;
            request_id: string;
            previous_hash: string;
            hash: string;
        };
        BackbonesAnswer: {
            /** @description whether networks can be downloaded here (BACKBONE_DOWNLOADS) */
            downloads: boolean;
            backbones: {
                name: string;
                /** Format: date-time */
                created_at: string;
                description: string;
                /** @description null where nothing says under which the weights may be used */
                licence: string | null;
                source: {
                    /** @enum {string} */
                    kind: "catalogue" | "hugging-face" | "file" | "teachable-machine";
                    location: string;
                    commit: string | null;
                    sha256: string;
                    /** @enum {string} */
                    trusted: "pinned" | "first-use";
                };
                input: {
                    width: number;
                    height: number;
                    /** @enum {string} */
                    fit: "stretch" | "cover" | "contain";
                    crop: number;
                    /** @enum {string} */
                    kernel: "triangle" | "cubic" | "lanczos";
                    /** @enum {string} */
                    layout: "NHWC" | "NCHW";
                    mean: [
                        number,
                        number,
                        number
                    ];
                    deviation: [
                        number,
                        number,
                        number
                    ];
                };
                features: number;
                parameters: number;
                has_int8: boolean;
                notes: string[];
                /** @description versions that stand on it */
                versions: string[];
            }[];
            /** @description those whose cards cannot be read, with the versions that were made on networks of their names */
            broken: {
                name: string;
                versions: string[];
            }[];
            /** @description networks that can be added by their names */
            catalogue: {
                name: string;
                description: string;
                licence: string;
                bytes: number;
                /** @description share of ImageNet's validation images that it gets right, 0-1 */
                imagenet_accuracy: number;
                /** @description of one picture on one thread, in float32 */
                milliseconds: number;
                /** @description whether that is worked out rather than measured */
                is_estimated: boolean;
                features: number;
                /** @description where it is downloaded from, at which commit */
                source: string;
            }[];
        };
        BatchAnswer: {
            total_processed: number;
            total_errors: number;
            predictions: {
                /** @description UUIDv7: sorts by time. */
                id: string;
                predicted_class: string;
                predicted_class_index: number;
                confidence: number;
                /** @description It looks like nothing that the model has learned; false for what was predicted by others. */
                uncertain: boolean;
                /** @description From the arrival of the image's last byte to the result. */
                prediction_time_ms: number;
                /** Format: date-time */
                timestamp: string;
                all_probabilities: {
                    [key: string]: number;
                };
                /** @description The likeliest classes, likeliest first. */
                top_k: {
                    class: string;
                    probability: number;
                }[];
                file_name: string;
                model_version: string;
                index: number;
            }[];
            errors: {
                index: number;
                filename: string;
                error: string;
                /** @enum {string} */
                code: "INVALID_QUERY" | "INVALID_CURSOR" | "INVALID_JSON" | "INVALID_BODY" | "INVALID_LABEL" | "LABEL_COUNT_MISMATCH" | "MALFORMED_URL" | "MALFORMED_MULTIPART" | "MISSING_FILE" | "UNEXPECTED_FIELD" | "TOO_MANY_FILES" | "TOO_MANY_FIELDS" | "TOO_MANY_PARTS" | "TOO_MANY_LABELS" | "FIELD_TOO_LARGE" | "EMPTY_FILE" | "TRUNCATED_UPLOAD" | "UPLOAD_ABORTED" | "BAD_REQUEST" | "KEY_IN_ADDRESS" | "INVALID_KEY" | "INVALID_PERSON" | "UNAUTHENTICATED" | "FORBIDDEN" | "SETUP_REFUSED" | "FOREIGN_FORM" | "BACKBONE_DOWNLOADS_OFF" | "NOT_FOUND" | "PREDICTION_NOT_FOUND" | "SAMPLE_NOT_FOUND" | "CLASS_NOT_FOUND" | "MODEL_NOT_FOUND" | "BACKBONE_NOT_FOUND" | "JOB_NOT_FOUND" | "KEY_NOT_FOUND" | "PERSON_NOT_FOUND" | "VISUALIZATION_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "MODEL_BROKEN" | "MODEL_ACTIVE" | "MODEL_IN_USE" | "MODEL_PINNED" | "MODEL_REJECTED" | "MODEL_NOT_EXPORTABLE" | "BACKBONE_EXISTS" | "BACKBONE_BROKEN" | "BACKBONE_IN_USE" | "BACKBONE_ADDING" | "NO_BACKBONE_ADDING" | "NOTHING_TO_ROLL_BACK" | "EVALUATION_RUNNING" | "RETRAINING_RUNNING" | "JOB_OVER" | "NOTHING_TO_LEARN" | "TOO_MANY_CLASSES" | "CLASS_EXISTS" | "PERSON_EXISTS" | "LAST_ADMIN" | "EVALUATION_DATA_MISSING" | "TOO_MANY_SAMPLES" | "IMAGE_NOT_KEPT" | "FILE_TOO_LARGE" | "UPLOAD_TOO_LARGE" | "BODY_TOO_LARGE" | "IMAGE_TOO_LARGE" | "TOO_MANY_PIXELS" | "UNSUPPORTED_MEDIA_TYPE" | "UNSUPPORTED_ENCODING" | "UNSUPPORTED_IMAGE" | "FORMAT_NOT_ALLOWED" | "CORRUPT_IMAGE" | "NO_IMAGE_SAVED" | "BACKBONE_REFUSED" | "UNKNOWN_HOST" | "RATE_LIMITED" | "TOO_MANY_STREAMS_OF_CLIENT" | "HEADERS_TOO_LARGE" | "INTERNAL_ERROR" | "PICTURE_NOT_FETCHED" | "MODEL_LOADING" | "BACKBONE_UNREACHABLE" | "BACKBONE_INTERRUPTED" | "QUEUE_FULL" | "UPLOADS_BUSY" | "SIGN_IN_BUSY" | "EXPORTS_BUSY" | "SHUTTING_DOWN" | "OUT_OF_RESOURCES" | "STORAGE_BUSY" | "STORAGE_READ_ONLY" | "TOO_MANY_CONNECTIONS" | "TOO_MANY_STREAMS" | "STORAGE_BROKEN" | "DEADLINE_EXCEEDED" | "STORAGE_FULL";
            }[];
        };
        CancelAddingAnswer: {
            message: string;
        };
        ChangePersonBody: {
            /** @enum {string} */
            role?: "viewer" | "labeler" | "operator" | "admin";
            password?: string;
        };
        ChangedPersonAnswer: {
            message: string;
        };
        ClassDeletedAnswer: {
            deleted: number;
        };
        ClassRenamedAnswer: {
            /** @description As it is spelled. */
            label: string;
            /** @description Samples that have it now. */
            relabelled: number;
            merged: boolean;
        };
        ComparisonAnswer: {
            /** @enum {string} */
            on: "held_out" | "test" | "samples" | "test_set";
            data: string;
            a: {
                version: string;
                active: boolean;
                metrics: {
                    images: number;
                    accuracy: number;
                    /** @description 95%, by Wilson's score */
                    accuracy_interval: {
                        low: number;
                        high: number;
                    };
                    precision_macro: number;
                    precision_weighted: number;
                    recall_macro: number;
                    recall_weighted: number;
                    f1_macro: number;
                    f1_weighted: number;
                    expected_calibration_error: number;
                };
                /** @description images that count as wrong because the version has no class of their label, by label */
                unknown_labels: {
                    [key: string]: number;
                };
                /** @description what its card says of its user's pictures, which may be others than those compared on */
                own: {
                    /** @enum {string} */
                    judged_by: "leave_one_out" | "held_out";
                    accuracy: {
                        right: number;
                        pictures: number;
                        value: number;
                        low: number;
                        high: number;
                    };
                    mean_recall: number;
                    not_judged: number;
                    advice: {
                        class: number;
                        more_pictures: number;
                        gain: number;
                        exponent: number;
                        /** @enum {string} */
                        exponent_from: "learning_curve" | "usual";
                    } | null;
                } | null;
            };
            b: {
                version: string;
                active: boolean;
                metrics: {
                    images: number;
                    accuracy: number;
                    /** @description 95%, by Wilson's score */
                    accuracy_interval: {
                        low: number;
                        high: number;
                    };
                    precision_macro: number;
                    precision_weighted: number;
                    recall_macro: number;
                    recall_weighted: number;
                    f1_macro: number;
                    f1_weighted: number;
                    expected_calibration_error: number;
                };
                /** @description images that count as wrong because the version has no class of their label, by label */
                unknown_labels: {
                    [key: string]: number;
                };
                /** @description what its card says of its user's pictures, which may be others than those compared on */
                own: {
                    /** @enum {string} */
                    judged_by: "leave_one_out" | "held_out";
                    accuracy: {
                        right: number;
                        pictures: number;
                        value: number;
                        low: number;
                        high: number;
                    };
                    mean_recall: number;
                    not_judged: number;
                    advice: {
                        class: number;
                        more_pictures: number;
                        gain: number;
                        exponent: number;
                        /** @enum {string} */
                        exponent_from: "learning_curve" | "usual";
                    } | null;
                } | null;
            };
            /** @description by class, of either; null where a version has no such class */
            per_class: {
                [key: string]: {
                    a: {
                        precision: number;
                        recall: number;
                        f1: number;
                        support: number;
                    } | null;
                    b: {
                        precision: number;
                        recall: number;
                        f1: number;
                        support: number;
                    } | null;
                    /** @description b less a; null where either has no such class */
                    f1_difference: number | null;
                };
            };
            /** @description null where the versions were not tried on the same images */
            mcnemar: {
                images: number;
                both_right: number;
                only_a_right: number;
                only_b_right: number;
                both_wrong: number;
                statistic: number;
                p_value: number;
                /** @description whether the difference is hardly chance: p < 0.05 */
                significant: boolean;
            } | null;
            /** @description why there is no test */
            reason: string | null;
            urls: {
                chart: string;
            };
        };
        CreateKeyBody: {
            name: string;
            /** @enum {string} */
            role: "viewer" | "labeler" | "operator" | "admin";
            scopes?: ("read" | "predict" | "data:write" | "train" | "models:write" | "admin")[];
            /** Format: date-time */
            expires_at?: string;
            networks?: string[];
        };
        CreatedKeyAnswer: {
            id: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "labeler" | "operator" | "admin";
            scopes: ("read" | "predict" | "data:write" | "train" | "models:write" | "admin")[] | null;
            networks: string[];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            expires_at: string | null;
            last_used_at: string | null;
            revoked_at: string | null;
            key: string;
        };
        DatasetAnswer: {
            /** @description Without the test set. */
            total: number;
            held_out: number;
            /** @description Of the test set. */
            test: number;
            /** @description The ten of CIFAR-10, and every other label that has samples. */
            classes: {
                label: string;
                /** @description Without the test set. */
                samples: number;
                /** @description Of these, kept out of training. */
                held_out: number;
                /** @description Of the test set. */
                test: number;
                /** @description Of these, labelled since the last training. */
                new: number;
                by_source: {
                    upload: number;
                    archive: number;
                    feedback: number;
                };
            }[];
            sources: {
                upload: number;
                archive: number;
                feedback: number;
            };
            /** @description null while no version has been trained on samples. */
            last_training_at: string | null;
            since_last_training: {
                added: number;
                relabelled: number;
                deleted: number;
                /** @description Samples that any of it happened to. */
                samples: number;
            };
            feedback: {
                /** @description The last ones with feedback, at most 1000. */
                predictions: number;
                correct: number;
                accuracy: number | null;
            };
            /** @description Images of predictions that are kept for feedback. */
            prediction_images: {
                kept: number;
                bytes: number;
                /** @description Since the start: there were too many at once. */
                dropped: number;
                dropped_thumbnails: number;
            };
        };
        DeleteMany: {
            ids: string[];
        };
        DeletedAnswer: {
            deleted: number;
            missing: string[];
        };
        DeletedModelAnswer: {
            message: string;
            version: string;
        };
        ErrorAnswer: {
            /** @description One sentence for people. */
            error: string;
            /**
             * @description Stable, for programs.
             * @enum {string}
             */
            code: "INVALID_QUERY" | "INVALID_CURSOR" | "INVALID_JSON" | "INVALID_BODY" | "INVALID_LABEL" | "LABEL_COUNT_MISMATCH" | "MALFORMED_URL" | "MALFORMED_MULTIPART" | "MISSING_FILE" | "UNEXPECTED_FIELD" | "TOO_MANY_FILES" | "TOO_MANY_FIELDS" | "TOO_MANY_PARTS" | "TOO_MANY_LABELS" | "FIELD_TOO_LARGE" | "EMPTY_FILE" | "TRUNCATED_UPLOAD" | "UPLOAD_ABORTED" | "BAD_REQUEST" | "KEY_IN_ADDRESS" | "INVALID_KEY" | "INVALID_PERSON" | "UNAUTHENTICATED" | "FORBIDDEN" | "SETUP_REFUSED" | "FOREIGN_FORM" | "BACKBONE_DOWNLOADS_OFF" | "NOT_FOUND" | "PREDICTION_NOT_FOUND" | "SAMPLE_NOT_FOUND" | "CLASS_NOT_FOUND" | "MODEL_NOT_FOUND" | "BACKBONE_NOT_FOUND" | "JOB_NOT_FOUND" | "KEY_NOT_FOUND" | "PERSON_NOT_FOUND" | "VISUALIZATION_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "MODEL_BROKEN" | "MODEL_ACTIVE" | "MODEL_IN_USE" | "MODEL_PINNED" | "MODEL_REJECTED" | "MODEL_NOT_EXPORTABLE" | "BACKBONE_EXISTS" | "BACKBONE_BROKEN" | "BACKBONE_IN_USE" | "BACKBONE_ADDING" | "NO_BACKBONE_ADDING" | "NOTHING_TO_ROLL_BACK" | "EVALUATION_RUNNING" | "RETRAINING_RUNNING" | "JOB_OVER" | "NOTHING_TO_LEARN" | "TOO_MANY_CLASSES" | "CLASS_EXISTS" | "PERSON_EXISTS" | "LAST_ADMIN" | "EVALUATION_DATA_MISSING" | "TOO_MANY_SAMPLES" | "IMAGE_NOT_KEPT" | "FILE_TOO_LARGE" | "UPLOAD_TOO_LARGE" | "BODY_TOO_LARGE" | "IMAGE_TOO_LARGE" | "TOO_MANY_PIXELS" | "UNSUPPORTED_MEDIA_TYPE" | "UNSUPPORTED_ENCODING" | "UNSUPPORTED_IMAGE" | "FORMAT_NOT_ALLOWED" | "CORRUPT_IMAGE" | "NO_IMAGE_SAVED" | "BACKBONE_REFUSED" | "UNKNOWN_HOST" | "RATE_LIMITED" | "TOO_MANY_STREAMS_OF_CLIENT" | "HEADERS_TOO_LARGE" | "INTERNAL_ERROR" | "PICTURE_NOT_FETCHED" | "MODEL_LOADING" | "BACKBONE_UNREACHABLE" | "BACKBONE_INTERRUPTED" | "QUEUE_FULL" | "UPLOADS_BUSY" | "SIGN_IN_BUSY" | "EXPORTS_BUSY" | "SHUTTING_DOWN" | "OUT_OF_RESOURCES" | "STORAGE_BUSY" | "STORAGE_READ_ONLY" | "TOO_MANY_CONNECTIONS" | "TOO_MANY_STREAMS" | "STORAGE_BROKEN" | "DEADLINE_EXCEEDED" | "STORAGE_FULL";
            /** @description Finds the request in the log. */
            request_id: string;
        };
        EvaluateBody: {
            /** @description the active one, when it is not given */
            version?: string;
            /**
             * @default held_out
             * @enum {string}
             */
            on?: "held_out" | "test" | "samples" | "test_set";
        };
        EvaluationAnswer: {
            version: string;
            /** @enum {string} */
            on: "held_out" | "test" | "samples" | "test_set";
            /** @description The images, in a few words. */
            data: string;
            /** @description The version's, and after them the labels that it has no class for. */
            class_names: string[];
            /** @description Images that count as wrong because the version has no class of their label, by label. */
            unknown_labels: {
                [key: string]: number;
            };
            /** @description Of these nothing can be said but what they are taken for: no ROC curve, a recall of 0. */
            classes_without_images: string[];
            duration_ms: number;
            accuracy: number;
            precision_macro: number;
            precision_weighted: number;
            recall_macro: number;
            recall_weighted: number;
            f1_macro: number;
            f1_weighted: number;
            confusion_matrix: number[][];
            auc_per_class: {
                [key: string]: number;
            };
            images: number;
            roc_curves: {
                [key: string]: {
                    false_positive_rate: number[];
                    true_positive_rate: number[];
                };
            };
            calibration: {
                expected_calibration_error: number;
                expected_calibration_error_uncalibrated: number;
                bins: {
                    confidence: number;
                    accuracy: number;
                    images: number;
                }[];
            };
            /** @description scikit-learn's report as an object: a row for each class, then `macro avg` and `weighted avg`, and the number `accuracy`. A class of one of these names keeps its row. */
            classification_report: {
                [key: string]: {
                    precision: number;
                    recall: number;
                    f1: number;
                    /** @description the same under scikit-learn's name */
                    "f1-score": number;
                    support: number;
                } | number;
            };
            /** Format: date-time */
            evaluation_timestamp: string;
        };
        Feedback: {
            /** @enum {string} */
            verdict: "correct" | "wrong";
            /** @description The right class. */
            label: string;
            /** @description The sample that the image became. */
            sample_id: string;
            /** Format: date-time */
            at: string;
        };
        FeedbackAnswer: {
            prediction_id: string;
            predicted_class: string;
            feedback: components["schemas"]["Feedback"];
            sample: {
                id: string;
                /** @enum {string} */
                outcome: "new" | "unchanged" | "relabelled" | "moved";
                previous_label: string | null;
            };
        };
        FeedbackBody: {
            /** @constant */
            correct: true;
        } | {
            label: string;
        };
        HealthAnswer: {
            /** @enum {string} */
            status: "healthy" | "degraded" | "loading" | "stopping";
            model_loaded: boolean;
            uptime_seconds: number;
            /** Format: date-time */
            timestamp: string;
            /** @description Of the service, not of the model. */
            version: string;
            model_version: string | null;
            engine: string | null;
        };
        HistoryAnswer: {
            predictions: components["schemas"]["HistoryEntry"][];
            /** @description null on the last page. */
            next_cursor: string | null;
        };
        HistoryEntry: {
            /** @description UUIDv7: sorts by time. */
            id: string;
            predicted_class: string;
            predicted_class_index: number;
            confidence: number;
            /** @description It looks like nothing that the model has learned; false for what was predicted by others. */
            uncertain: boolean;
            /** @description From the arrival of the image's last byte to the result. */
            prediction_time_ms: number;
            /** Format: date-time */
            timestamp: string;
            all_probabilities: {
                [key: string]: number;
            };
            /** @description The likeliest classes, likeliest first. */
            top_k: {
                class: string;
                probability: number;
            }[];
            file_name: string;
            model_version: string;
            /** @description null while nobody has said anything of it. */
            feedback: components["schemas"]["Feedback"] | null;
            /** @description Whether its image can be looked at, and be labelled. */
            image_kept: boolean;
        };
        JobAnswer: {
            id: string;
            /** @enum {string} */
            mode: "head" | "full";
            /** @enum {string} */
            state: "queued" | "running" | "evaluating" | "succeeded" | "rejected" | "failed" | "cancelled";
            /** @enum {string} */
            trigger: "manual" | "samples" | "feedback" | "schedule";
            base_version: string;
            settings: {
                epochs: number | null;
                batch_size: number | null;
                network: string | null;
                recipe: string | null;
                classes: (("all" | "own") | string[]) | null;
                backbone: string | null;
            };
            /** Format: date-time */
            created_at: string;
            started_at: string | null;
            ended_at: string | null;
            attempts: number;
            cancel_requested: boolean;
            progress: {
                phase: string;
                done: number;
                /** @description 0 while it is not known */
                total: number;
                epoch: number | null;
                epochs: number | null;
                eta_seconds: number | null;
            };
            epochs: {
                epoch: number;
                loss: number;
                accuracy: number;
                val_accuracy: number;
                seconds: number;
            }[];
            model_version: string | null;
            /** @description on its user's pictures where some were judged, else on held-out images, 0-1 */
            accuracy: number | null;
            gate: {
                /** @enum {string} */
                verdict: "passed" | "rejected";
                compared_with: string | null;
                rules: {
                    name: string;
                    explanation: string;
                    passed: boolean;
                }[];
            } | null;
            error: string | null;
        };
        JobDetailAnswer: {
            id: string;
            /** @enum {string} */
            mode: "head" | "full";
            /** @enum {string} */
            state: "queued" | "running" | "evaluating" | "succeeded" | "rejected" | "failed" | "cancelled";
            /** @enum {string} */
            trigger: "manual" | "samples" | "feedback" | "schedule";
            base_version: string;
            settings: {
                epochs: number | null;
                batch_size: number | null;
                network: string | null;
                recipe: string | null;
                classes: (("all" | "own") | string[]) | null;
                backbone: string | null;
            };
            /** Format: date-time */
            created_at: string;
            started_at: string | null;
            ended_at: string | null;
            attempts: number;
            cancel_requested: boolean;
            progress: {
                phase: string;
                done: number;
                /** @description 0 while it is not known */
                total: number;
                epoch: number | null;
                epochs: number | null;
                eta_seconds: number | null;
            };
            epochs: {
                epoch: number;
                loss: number;
                accuracy: number;
                val_accuracy: number;
                seconds: number;
            }[];
            model_version: string | null;
            /** @description on its user's pictures where some were judged, else on held-out images, 0-1 */
            accuracy: number | null;
            gate: {
                /** @enum {string} */
                verdict: "passed" | "rejected";
                compared_with: string | null;
                rules: {
                    name: string;
                    explanation: string;
                    passed: boolean;
                }[];
            } | null;
            error: string | null;
            /** @description how the version that it made does on its user's pictures; null where there is none, or none was judged */
            own: {
                /** @enum {string} */
                judged_by: "leave_one_out" | "held_out";
                accuracy: {
                    right: number;
                    pictures: number;
                    value: number;
                    low: number;
                    high: number;
                };
                mean_recall: number;
                not_judged: number;
                classes: {
                    learned: number;
                    recall: {
                        right: number;
                        pictures: number;
                        value: number;
                        low: number;
                        high: number;
                    } | null;
                    called: number;
                }[];
                confusion: {
                    actual: number;
                    predicted: number;
                    pictures: number;
                    examples: string[];
                }[];
                expected_calibration_error: number;
                learning_curve: {
                    pictures_per_class: number;
                    accuracy: number;
                    low: number;
                    high: number;
                    draws: number;
                }[];
                advice: {
                    class: number;
                    more_pictures: number;
                    gain: number;
                    exponent: number;
                    /** @enum {string} */
                    exponent_from: "learning_curve" | "usual";
                } | null;
            } | null;
            log_tail: {
                /** Format: date-time */
                at: string;
                line: string;
            }[];
        };
        JobsAnswer: {
            jobs: components["schemas"]["JobAnswer"][];
            next_cursor: string | null;
        };
        KeysAnswer: {
            keys: {
                id: string;
                name: string;
                /** @enum {string} */
                role: "viewer" | "labeler" | "operator" | "admin";
                scopes: ("read" | "predict" | "data:write" | "train" | "models:write" | "admin")[] | null;
                networks: string[];
                /** Format: date-time */
                created_at: string;
                created_by: string;
                expires_at: string | null;
                last_used_at: string | null;
                revoked_at: string | null;
            }[];
        };
        LabelsAnswer: {
            labels: string[];
        };
        LivenessAnswer: {
            /** @constant */
            live: true;
        };
        LogAnswer: {
            lines: components["schemas"]["LogLine"][];
        };
        LogLine: {
            /** @description counts up with each line of the process */
            number: number;
            timestamp: string;
            level: string;
            message: string;
            /** @description what is known beside the message, redacted */
            fields: {
                [key: string]: unknown;
            };
        };
        ModelAnswer: {
            version: string;
            active: boolean;
            /** Format: date-time */
            created_at: string;
            parent: string | null;
            /** @description null where there is no parent, or it has been deleted */
            difference_to_parent: {
                parent: string;
                same_training_images: boolean;
                training_images: {
                    before: number;
                    after: number;
                };
                new_classes: string[];
                removed_classes: string[];
                /** @description labelled samples learned from, by class, where the number differs */
                samples: {
                    [key: string]: {
                        before: number;
                        after: number;
                    };
                };
                samples_total: {
                    before: number;
                    after: number;
                };
            } | null;
            class_names: string[];
            network: {
                name: string;
                parameters: number;
                features: number;
                penultimate: number;
                mflop: number | null;
                layers: {
                    name: string;
                    type: string;
                    output_shape: string;
                    parameters: number;
                }[];
            };
            training: {
                data: string;
                data_fingerprint: string;
                images: number;
                validation_images: number;
                epochs: number;
                batch_size: number;
                seed: number;
                recipe: {
                    [key: string]: unknown;
                };
                engine: string;
                machine: string;
                duration_seconds: number;
                images_per_second: number;
                history: {
                    epoch: number;
                    loss: number;
                    accuracy: number;
                    val_accuracy: number;
                    seconds: number;
                }[];
            };
            retraining: {
                /** @enum {string} */
                mode: "head" | "full";
                job: string | null;
                classes?: ("all" | "own") | string[];
                samples: {
                    [key: string]: number;
                };
                held_out_samples: {
                    [key: string]: number;
                };
                new_classes: string[];
                samples_fingerprint: string;
                duration_seconds: number;
            } | null;
            gate: {
                /** @enum {string} */
                verdict: "passed" | "rejected";
                compared_with: string | null;
                rules: {
                    name: string;
                    explanation: string;
                    passed: boolean;
                }[];
            } | null;
            metrics: {
                validation: {
                    accuracy: number;
                    precision_macro: number;
                    precision_weighted: number;
                    recall_macro: number;
                    recall_weighted: number;
                    f1_macro: number;
                    f1_weighted: number;
                    confusion_matrix: number[][];
                    auc_per_class: {
                        [key: string]: number;
                    };
                    images: number;
                    roc_curves: {
                        [key: string]: {
                            false_positive_rate: number[];
                            true_positive_rate: number[];
                        };
                    };
                    calibration: {
                        expected_calibration_error: number;
                        expected_calibration_error_uncalibrated: number;
                        bins: {
                            confidence: number;
                            accuracy: number;
                            images: number;
                        }[];
                    };
                } | null;
                test: {
                    accuracy: number;
                    precision_macro: number;
                    precision_weighted: number;
                    recall_macro: number;
                    recall_weighted: number;
                    f1_macro: number;
                    f1_weighted: number;
                    confusion_matrix: number[][];
                    auc_per_class: {
                        [key: string]: number;
                    };
                    images: number;
                    roc_curves: {
                        [key: string]: {
                            false_positive_rate: number[];
                            true_positive_rate: number[];
                        };
                    };
                    calibration: {
                        expected_calibration_error: number;
                        expected_calibration_error_uncalibrated: number;
                        bins: {
                            confidence: number;
                            accuracy: number;
                            images: number;
                        }[];
                    };
                } | null;
                samples: {
                    accuracy: number;
                    precision_macro: number;
                    precision_weighted: number;
                    recall_macro: number;
                    recall_weighted: number;
                    f1_macro: number;
                    f1_weighted: number;
                    confusion_matrix: number[][];
                    auc_per_class: {
                        [key: string]: number;
                    };
                    images: number;
                    roc_curves: {
                        [key: string]: {
                            false_positive_rate: number[];
                            true_positive_rate: number[];
                        };
                    };
                    calibration: {
                        expected_calibration_error: number;
                        expected_calibration_error_uncalibrated: number;
                        bins: {
                            confidence: number;
                            accuracy: number;
                            images: number;
                        }[];
                    };
                } | null;
                own?: {
                    /** @enum {string} */
                    judged_by: "leave_one_out" | "held_out";
                    accuracy: {
                        right: number;
                        pictures: number;
                        value: number;
                        low: number;
                        high: number;
                    };
                    mean_recall: number;
                    not_judged: number;
                    classes: {
                        learned: number;
                        recall: {
                            right: number;
                            pictures: number;
                            value: number;
                            low: number;
                            high: number;
                        } | null;
                        called: number;
                    }[];
                    confusion: {
                        actual: number;
                        predicted: number;
                        pictures: number;
                        examples: string[];
                    }[];
                    expected_calibration_error: number;
                    learning_curve: {
                        pictures_per_class: number;
                        accuracy: number;
                        low: number;
                        high: number;
                        draws: number;
                    }[];
                    advice: {
                        class: number;
                        more_pictures: number;
                        gain: number;
                        exponent: number;
                        /** @enum {string} */
                        exponent_from: "learning_curve" | "usual";
                    } | null;
                } | null;
            };
            int8: {
                accuracy_fp32: number;
                accuracy_int8: number;
                images: number;
                calibration_images: number;
                measured_of?: string;
            } | null;
            rejection: {
                k: number;
                threshold: number;
                length_discount?: number;
                percentile: number;
                auroc: {
                    [key: string]: number;
                };
                measured_of?: string;
            };
            temperature: number;
            parity: {
                max_logit_difference: number;
                probe_images: number;
            } | null;
            files: {
                name: string;
                bytes: number;
                sha256: string | null;
            }[];
            urls: {
                download: string;
                visualizations: string;
            };
        };
        ModelInfoAnswer: {
            version: string;
            engine: string;
            /**
             * @description Of the graph that runs.
             * @enum {string}
             */
            precision: "fp32" | "int8";
            /** @description Why this engine and this precision. */
            engine_reason: string;
            /** @description Height, width and channels of what the network sees. */
            input_shape: [
                number,
                number,
                number
            ];
            num_classes: number;
            class_names: string[];
            model_summary: {
                name: string;
                parameters: number;
                features: number;
                penultimate: number;
                mflop: number | null;
                layers: {
                    name: string;
                    type: string;
                    output_shape: string;
                    parameters: number;
                }[];
            };
            training_metadata: {
                data: string;
                data_fingerprint: string;
                images: number;
                validation_images: number;
                epochs: number;
                batch_size: number;
                seed: number;
                recipe: {
                    [key: string]: unknown;
                };
                engine: string;
                machine: string;
                duration_seconds: number;
                images_per_second: number;
                history: {
                    epoch: number;
                    loss: number;
                    accuracy: number;
                    val_accuracy: number;
                    seconds: number;
                }[];
                /** Format: date-time */
                created_at: string;
                parent: string | null;
                metrics: {
                    validation: {
                        accuracy: number;
                        precision_macro: number;
                        precision_weighted: number;
                        recall_macro: number;
                        recall_weighted: number;
                        f1_macro: number;
                        f1_weighted: number;
                        confusion_matrix: number[][];
                        auc_per_class: {
                            [key: string]: number;
                        };
                        images: number;
                        roc_curves: {
                            [key: string]: {
                                false_positive_rate: number[];
                                true_positive_rate: number[];
                            };
                        };
                        calibration: {
                            expected_calibration_error: number;
                            expected_calibration_error_uncalibrated: number;
                            bins: {
                                confidence: number;
                                accuracy: number;
                                images: number;
                            }[];
                        };
                    } | null;
                    test: {
                        accuracy: number;
                        precision_macro: number;
                        precision_weighted: number;
                        recall_macro: number;
                        recall_weighted: number;
                        f1_macro: number;
                        f1_weighted: number;
                        confusion_matrix: number[][];
                        auc_per_class: {
                            [key: string]: number;
                        };
                        images: number;
                        roc_curves: {
                            [key: string]: {
                                false_positive_rate: number[];
                                true_positive_rate: number[];
                            };
                        };
                        calibration: {
                            expected_calibration_error: number;
                            expected_calibration_error_uncalibrated: number;
                            bins: {
                                confidence: number;
                                accuracy: number;
                                images: number;
                            }[];
                        };
                    } | null;
                    samples: {
                        accuracy: number;
                        precision_macro: number;
                        precision_weighted: number;
                        recall_macro: number;
                        recall_weighted: number;
                        f1_macro: number;
                        f1_weighted: number;
                        confusion_matrix: number[][];
                        auc_per_class: {
                            [key: string]: number;
                        };
                        images: number;
                        roc_curves: {
                            [key: string]: {
                                false_positive_rate: number[];
                                true_positive_rate: number[];
                            };
                        };
                        calibration: {
                            expected_calibration_error: number;
                            expected_calibration_error_uncalibrated: number;
                            bins: {
                                confidence: number;
                                accuracy: number;
                                images: number;
                            }[];
                        };
                    } | null;
                    own?: {
                        /** @enum {string} */
                        judged_by: "leave_one_out" | "held_out";
                        accuracy: {
                            right: number;
                            pictures: number;
                            value: number;
                            low: number;
                            high: number;
                        };
                        mean_recall: number;
                        not_judged: number;
                        classes: {
                            learned: number;
                            recall: {
                                right: number;
                                pictures: number;
                                value: number;
                                low: number;
                                high: number;
                            } | null;
                            called: number;
                        }[];
                        confusion: {
                            actual: number;
                            predicted: number;
                            pictures: number;
                            examples: string[];
                        }[];
                        expected_calibration_error: number;
                        learning_curve: {
                            pictures_per_class: number;
                            accuracy: number;
                            low: number;
                            high: number;
                            draws: number;
                        }[];
                        advice: {
                            class: number;
                            more_pictures: number;
                            gain: number;
                            exponent: number;
                            /** @enum {string} */
                            exponent_from: "learning_curve" | "usual";
                        } | null;
                    } | null;
                };
                temperature: number;
            };
        };
        ModelUptimeAnswer: {
            /** Format: date-time */
            start_time: string;
            /** Format: date-time */
            current_time: string;
            uptime_seconds: number;
            uptime_minutes: number;
            uptime_hours: number;
            is_retraining: boolean;
        };
        ModelsAnswer: {
            /** @description null while the first one is loading */
            active: string | null;
            /** @description the version that MODEL_VERSION keeps the instance at that answers; null when it follows */
            pinned_to: string | null;
            /** @description Good ones first, the newest before the older ones. */
            models: ({
                version: string;
                /** @constant */
                status: "good";
                active: boolean;
                /** Format: date-time */
                created_at: string;
                parent: string | null;
                /**
                 * @description `training` by hand (`npm run train`), or a retraining of the `head` or in `full`
                 * @enum {string}
                 */
                origin: "training" | "head" | "full";
                network: string;
                parameters: number;
                num_classes: number;
                new_classes: string[];
                has_int8: boolean;
                gate: ("passed" | "rejected") | null;
                size_bytes: number;
                metrics: {
                    /** @description on its user's pictures, each as one that it had not learned from */
                    own: {
                        /** @enum {string} */
                        judged_by: "leave_one_out" | "held_out";
                        accuracy: {
                            right: number;
                            pictures: number;
                            value: number;
                            low: number;
                            high: number;
                        };
                        mean_recall: number;
                        not_judged: number;
                        advice: {
                            class: number;
                            more_pictures: number;
                            gain: number;
                            exponent: number;
                            /** @enum {string} */
                            exponent_from: "learning_curve" | "usual";
                        } | null;
                    } | null;
                    held_out: {
                        images: number;
                        accuracy: number;
                        precision_macro: number;
                        recall_macro: number;
                        f1_macro: number;
                        expected_calibration_error: number;
                    } | null;
                    test: {
                        images: number;
                        accuracy: number;
                        precision_macro: number;
                        recall_macro: number;
                        f1_macro: number;
                        expected_calibration_error: number;
                    } | null;
                    samples: {
                        images: number;
                        accuracy: number;
                        precision_macro: number;
                        recall_macro: number;
                        f1_macro: number;
                        expected_calibration_error: number;
                    } | null;
                };
            } | {
                version: string;
                /** @constant */
                status: "broken";
                active: boolean;
                reason: string;
                size_bytes: number;
            })[];
            /** @description The last changes of the active version, newest first. */
            activations: {
                version: string;
                /** Format: date-time */
                activated_at: string;
                /** @enum {string} */
                cause: "start" | "manual" | "gate" | "rollback" | "successor";
                job: string | null;
            }[];
        };
        MoveMany: {
            ids: string[];
            /** @constant */
            to: "train";
        };
        MovedAnswer: {
            moved: number;
            /** @description They were not in the test set. */
            unchanged: number;
            missing: string[];
        };
        OverviewAnswer: {
            /** @enum {string} */
            status: "loading" | "healthy" | "degraded" | "stopping";
            model_version: string | null;
            /** @description how the model in service does on its user's pictures */
            own: {
                /** @enum {string} */
                judged_by: "leave_one_out" | "held_out";
                accuracy: {
                    right: number;
                    pictures: number;
                    value: number;
                    low: number;
                    high: number;
                };
                mean_recall: number;
                not_judged: number;
                advice: {
                    class: number;
                    more_pictures: number;
                    gain: number;
                    exponent: number;
                    /** @enum {string} */
                    exponent_from: "learning_curve" | "usual";
                } | null;
            } | null;
            uptime_seconds: number;
            predictions: {
                total: number;
                today: number;
                uncertain_today: number;
                average_confidence: number | null;
                per_class_today: {
                    [key: string]: number;
                };
                /** @description of all predictions, by confidence, in twentieths from 0 to 1 */
                by_confidence: number[];
            };
            /** @description what went through this process in the last five minutes */
            traffic: {
                seconds: number;
                requests: number;
                predictions_per_second: number;
                latency_ms: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
                refused: number;
                rejected: number;
                failed: number;
            };
            queue: {
                queued_images: number;
                running_images: number;
                workers: number;
                /** @description since the start, and the images in them */
                batches: number;
                batched_images: number;
            };
            /** @description how much later than due the event loop came round, in the last five seconds */
            event_loop_delay_ms: {
                p50: number;
                p99: number;
                max: number;
            };
            /** @description five seconds each, oldest first */
            slots: {
                /** @description milliseconds since the epoch */
                at: number;
                requests: number;
                predictions: number;
                rejected: number;
                failed: number;
                p50_ms: number | null;
                p99_ms: number | null;
            }[];
        };
        PeopleAnswer: {
            people: components["schemas"]["Person"][];
        };
        Person: {
            id: string;
            name: string;
            /** @enum {string} */
            role: "viewer" | "labeler" | "operator" | "admin";
            /** Format: date-time */
            created_at: string;
        };
        PredictionAnswer: {
            /** @description UUIDv7: sorts by time. */
            id: string;
            predicted_class: string;
            predicted_class_index: number;
            confidence: number;
            /** @description It looks like nothing that the model has learned; false for what was predicted by others. */
            uncertain: boolean;
            /** @description From the arrival of the image's last byte to the result. */
            prediction_time_ms: number;
            /** Format: date-time */
            timestamp: string;
            all_probabilities: {
                [key: string]: number;
            };
            /** @description The likeliest classes, likeliest first. */
            top_k: {
                class: string;
                probability: number;
            }[];
            file_name: string;
            model_version: string;
        };
        PromoteBody: {
            /**
             * @description promotes a version that its gate has rejected
             * @default false
             */
            force?: boolean;
        };
        PromotedAnswer: {
            message: string;
            version: string;
            previous_version: string | null;
        };
        ProtocolError: {
            error: string;
        };
        ReadinessAnswer: {
            ready: boolean;
            /** @enum {string} */
            status: "healthy" | "degraded" | "loading" | "stopping";
            /** @description what keeps it from being ready, while it is degraded */
            problems?: {
                code: string;
                message: string;
            }[];
        };
        RelabelMany: {
            ids: string[];
            label: string;
        };
        RelabelOne: {
            label: string;
        };
        RelabelledAnswer: {
            label: string;
            relabelled: number;
            /** @description They had the label already. */
            unchanged: number;
            missing: string[];
        };
        RemovedBackboneAnswer: {
            message: string;
            name: string;
            /** @description versions that stood on it, and go on working */
            versions: string[];
        };
        RenameClass: {
            name: string;
            /** @description Whether it may become one with a class that has the name already. */
            merge?: boolean;
        };
        RetrainAnswer: {
            message: string;
            /** @constant */
            status: "in_progress";
            check_status_url: string;
            job_id: string;
            job_url: string;
            events_url: string;
        };
        RetrainBody: {
            /**
             * @default head
             * @enum {string}
             */
            mode?: "head" | "full";
            epochs?: number;
            batch_size?: number;
            /** @enum {string} */
            network?: "standard" | "small";
            /** @enum {string} */
            recipe?: "short" | "long" | "robust";
            classes?: ("all" | "own") | string[];
            backbone?: string;
        };
        RetrainStatusAnswer: {
            is_retraining: boolean;
            status: {
                /**
                 * @description the Flask system's words: its clients poll for `completed` or `failed`
                 * @enum {string}
                 */
                status: "idle" | "in_progress" | "completed" | "failed";
                /**
                 * @description the job's own word, as `/api/jobs` says it
                 * @enum {string}
                 */
                state: "idle" | "queued" | "running" | "evaluating" | "succeeded" | "rejected" | "failed" | "cancelled";
                start_time: string | null;
                end_time: string | null;
                message: string;
                /** @description on the images of the last epoch; on held-out images for a head, which has no epochs */
                final_accuracy: number | null;
                /** @description on held-out images */
                final_val_accuracy: number | null;
                error: string | null;
            };
            job_id: string | null;
            /** @description What starts a retraining by itself; null where nothing does. */
            automatic: {
                new_samples: number | null;
                feedback_accuracy_below: number | null;
                schedule: string | null;
                min_interval_minutes: number;
            } | null;
        };
        RevokedKeyAnswer: {
            message: string;
        };
        Sample: {
            id: string;
            label: string;
            /** @enum {string} */
            source: "upload" | "archive" | "feedback";
            file_name: string;
            /** @enum {string} */
            format: "png" | "jpeg" | "gif" | "webp" | "avif" | "tiff" | "bmp" | "heic";
            /** @description Of the original file. */
            width: number;
            height: number;
            file_bytes: number;
            /** @description Kept out of training, to judge versions by: `split` is `held_out`. */
            held_out: boolean;
            /** @enum {string} */
            split: "train" | "held_out" | "test";
            /** @description The prediction whose image it was. */
            prediction_id: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When its label was given last.
             */
            updated_at: string;
            thumbnail_url: string;
            image_url: string;
        };
        SampleDetail: {
            id: string;
            label: string;
            /** @enum {string} */
            source: "upload" | "archive" | "feedback";
            file_name: string;
            /** @enum {string} */
            format: "png" | "jpeg" | "gif" | "webp" | "avif" | "tiff" | "bmp" | "heic";
            /** @description Of the original file. */
            width: number;
            height: number;
            file_bytes: number;
            /** @description Kept out of training, to judge versions by: `split` is `held_out`. */
            held_out: boolean;
            /** @enum {string} */
            split: "train" | "held_out" | "test";
            /** @description The prediction whose image it was. */
            prediction_id: string | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When its label was given last.
             */
            updated_at: string;
            thumbnail_url: string;
            image_url: string;
            /** @description Oldest first. */
            history: {
                /** Format: date-time */
                changed_at: string;
                /**
                 * @description `moved`: into the test set, or, by an `edit`, back to training.
                 * @enum {string}
                 */
                kind: "added" | "relabelled" | "moved" | "deleted";
                /** @enum {string} */
                source: "upload" | "archive" | "feedback" | "edit";
                from_label: string | null;
                to_label: string | null;
            }[];
        };
        SamplePage: {
            /** @description Newest first. */
            samples: components["schemas"]["Sample"][];
            /** @description null on the last page. */
            next_cursor: string | null;
        };
        SetupBody: {
            token: string;
            /** @default first administrator */
            name?: string;
        };
        StatisticsAnswer: {
            total_predictions: number;
            average_confidence: number;
            min_confidence: number;
            max_confidence: number;
            average_prediction_time_ms: number;
            /** @description every class of the version in service, and every other one that was ever predicted */
            predictions_per_class: {
                [key: string]: number;
            };
        };
        TrainingUploadAnswer: {
            message: string;
            files_saved: number;
            new: number;
            unchanged: number;
            relabelled: number;
            /** @description They were there, and are in the test set now. */
            moved: number;
            files: {
                /** @description Of an archive, followed by the path inside it. */
                filename: string;
                label: string;
                id: string;
                /** @enum {string} */
                outcome: "new" | "unchanged" | "relabelled" | "moved";
                /** @enum {string} */
                split: "train" | "held_out" | "test";
                previous_label: string | null;
            }[];
            errors: {
                filename: string;
                error: string;
                /**
                 * @description Where its label would make a class too many.
                 * @constant
                 */
                code?: "TOO_MANY_CLASSES";
            }[];
            /** @description Files of archives that are no images and lie beside the classes, such as a README. */
            skipped: {
                filename: string;
                reason: string;
            }[];
        };
        TrainingUploadRefusal: {
            error: string;
            /** @enum {string} */
            code: "NO_IMAGE_SAVED" | "TOO_MANY_CLASSES";
            request_id: string;
            errors: {
                filename: string;
                error: string;
                /**
                 * @description Where its label would make a class too many.
                 * @constant
                 */
                code?: "TOO_MANY_CLASSES";
            }[];
            /** @description Files of archives that are no images and lie beside the classes, such as a README. */
            skipped: {
                filename: string;
                reason: string;
            }[];
        };
        VisualizationsAnswer: {
            version: string;
            visualizations: {
                name: string;
                filename: string;
                url: string;
            }[];
        };
    };
    responses: {
        /** @description What any request may be answered with: `MALFORMED_URL` (400), `KEY_IN_ADDRESS` (400), `UNKNOWN_HOST` (421), `REQUEST_TIMEOUT` (408), `HEADERS_TOO_LARGE` (431), `BAD_REQUEST` (400), `INTERNAL_ERROR` (500), `SHUTTING_DOWN` (503), `TOO_MANY_CONNECTIONS` (503), `OUT_OF_RESOURCES` (503), `STORAGE_BUSY` (503), `STORAGE_READ_ONLY` (503), `STORAGE_BROKEN` (503), `STORAGE_FULL` (507), `DEADLINE_EXCEEDED` (504). */
        AnyError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorAnswer"];
            };
        };
        /** @description What any request may be answered with: `MALFORMED_URL` (400), `KEY_IN_ADDRESS` (400), `UNKNOWN_HOST` (421), `REQUEST_TIMEOUT` (408), `HEADERS_TOO_LARGE` (431), `BAD_REQUEST` (400), `INTERNAL_ERROR` (500), `SHUTTING_DOWN` (503), `TOO_MANY_CONNECTIONS` (503), `OUT_OF_RESOURCES` (503), `STORAGE_BUSY` (503), `STORAGE_READ_ONLY` (503), `STORAGE_BROKEN` (503), `STORAGE_FULL` (503), `DEADLINE_EXCEEDED` (503). */
        AnyProtocolError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ProtocolError"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    predict: {
        parameters: {
            query?: {
                /** @description The version that is to answer; the active one by default. */
                model_version?: string;
                /** @description How many classes `top_k` lists; 3 by default. */
                top_k?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description The picture. */
                    file: Blob;
                };
                "image/*": Blob;
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionAnswer"];
                };
            };
            /** @description `INVALID_QUERY`, `UPLOAD_ABORTED`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `CORRUPT_IMAGE` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    predictBatch: {
        parameters: {
            query?: {
                /** @description The version that is to answer; the active one by default. */
                model_version?: string;
                /** @description How many classes `top_k` lists; 3 by default. */
                top_k?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description The pictures. */
                    files: Blob[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description `INVALID_QUERY`, `UPLOAD_ABORTED`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `CORRUPT_IMAGE` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    infer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": Blob;
                "application/json": {
                    id?: string;
                    parameters?: {
                        binary_data_output?: boolean;
                    };
                    inputs: {
                        name: string;
                        shape: number[];
                        datatype: string;
                        parameters?: {
                            binary_data_size?: number;
                            content_type?: string;
                            shared_memory_region?: string;
                        };
                        data?: unknown;
                    }[];
                    outputs?: {
                        name: string;
                        parameters?: {
                            binary_data?: boolean;
                            classification?: number;
                            shared_memory_region?: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_name: string;
                        model_version: string;
                        id?: string;
                        outputs: {
                            name: string;
                            /** @enum {string} */
                            datatype: "FP32" | "INT64" | "BOOL" | "BYTES";
                            shape: number[];
                            parameters?: {
                                binary_data_size: number;
                            };
                            data?: number[] | string[] | boolean[];
                        }[];
                    };
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `CORRUPT_IMAGE`, `MODEL_BROKEN`, `TOO_MANY_FILES`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `BODY_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    inferWithVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": Blob;
                "application/json": {
                    id?: string;
                    parameters?: {
                        binary_data_output?: boolean;
                    };
                    inputs: {
                        name: string;
                        shape: number[];
                        datatype: string;
                        parameters?: {
                            binary_data_size?: number;
                            content_type?: string;
                            shared_memory_region?: string;
                        };
                        data?: unknown;
                    }[];
                    outputs?: {
                        name: string;
                        parameters?: {
                            binary_data?: boolean;
                            classification?: number;
                            shared_memory_region?: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_name: string;
                        model_version: string;
                        id?: string;
                        outputs: {
                            name: string;
                            /** @enum {string} */
                            datatype: "FP32" | "INT64" | "BOOL" | "BYTES";
                            shape: number[];
                            parameters?: {
                                binary_data_size: number;
                            };
                            data?: number[] | string[] | boolean[];
                        }[];
                    };
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `CORRUPT_IMAGE`, `MODEL_BROKEN`, `TOO_MANY_FILES`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `BODY_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    tensorflowPredict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    signature_name?: string;
                    instances?: unknown;
                    inputs?: unknown;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        predictions: number[][] | {
                            probabilities: number[];
                            class_index: number;
                            label: string;
                            uncertain: boolean;
                            prediction_id: string;
                        }[];
                    } | {
                        outputs: number[][] | {
                            probabilities: number[][];
                            class_index: number[];
                            label: string[];
                            uncertain: boolean[];
                            prediction_id: string[];
                        };
                    };
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `CORRUPT_IMAGE`, `TOO_MANY_FILES`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `BODY_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    tensorflowPredictWithVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    signature_name?: string;
                    instances?: unknown;
                    inputs?: unknown;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        predictions: number[][] | {
                            probabilities: number[];
                            class_index: number;
                            label: string;
                            uncertain: boolean;
                            prediction_id: string;
                        }[];
                    } | {
                        outputs: number[][] | {
                            probabilities: number[][];
                            class_index: number[];
                            label: string[];
                            uncertain: boolean[];
                            prediction_id: string[];
                        };
                    };
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `CORRUPT_IMAGE`, `TOO_MANY_FILES`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `BODY_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    tensorflowClassify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    signature_name?: string;
                    context?: unknown;
                    examples: unknown[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: [
                            string,
                            number
                        ][][];
                    };
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `CORRUPT_IMAGE`, `TOO_MANY_FILES`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `BODY_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    tensorflowClassifyWithVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    signature_name?: string;
                    context?: unknown;
                    examples: unknown[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: [
                            string,
                            number
                        ][][];
                    };
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `CORRUPT_IMAGE`, `TOO_MANY_FILES`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `BODY_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    labelStudioPredict: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    tasks: {
                        data: {
                            [key: string]: unknown;
                        };
                    }[];
                    label_config: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_version: string;
                        results: {
                            model_version: string;
                            score: number;
                            result: {
                                from_name: string;
                                to_name: string;
                                /** @constant */
                                type: "choices";
                                value: {
                                    choices: string[];
                                };
                                score: number;
                            }[];
                        }[];
                    };
                };
            };
            /** @description `TOO_MANY_FILES`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `BODY_TOO_LARGE`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `CORRUPT_IMAGE` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
            /** @description The same shape, while it is not so. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    liveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LivenessAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessAnswer"];
                };
            };
            /** @description The same shape, while it is not so. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    modelInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelInfoAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    modelUptime: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelUptimeAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    evaluateModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EvaluateBody"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationAnswer"];
                };
            };
            /** @description `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN`, `EVALUATION_RUNNING`, `EVALUATION_DATA_MISSING` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listPredictions: {
        parameters: {
            query?: {
                limit?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description `time`, newest first; or `uncertainty`, what is most worth labelling: the least confident first, only what has no feedback and whose image is kept. */
                sort?: "time" | "uncertainty";
                class?: string;
                model_version?: string;
                feedback?: "none" | "correct" | "wrong";
                /** @description Inclusive. */
                min_confidence?: string;
                /** @description Inclusive. */
                max_confidence?: string;
                /** @description Inclusive. */
                from?: string;
                /** @description Exclusive. */
                to?: string;
                uncertain?: "true" | "false";
                /** @description Part of a file's name, or an id; among the newest 50,000 before `to`. */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryAnswer"];
                };
            };
            /** @description `INVALID_CURSOR`, `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    exportPredictions: {
        parameters: {
            query?: {
                limit?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description `time`, newest first; or `uncertainty`, what is most worth labelling: the least confident first, only what has no feedback and whose image is kept. */
                sort?: "time" | "uncertainty";
                class?: string;
                model_version?: string;
                feedback?: "none" | "correct" | "wrong";
                /** @description Inclusive. */
                min_confidence?: string;
                /** @description Inclusive. */
                max_confidence?: string;
                /** @description Inclusive. */
                from?: string;
                /** @description Exclusive. */
                to?: string;
                uncertain?: "true" | "false";
                /** @description Part of a file's name, or an id; among the newest 50,000 before `to`. */
                search?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Predictions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/csv": Blob;
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    findPrediction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEntry"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PREDICTION_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    giveFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedbackBody"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackAnswer"];
                };
            };
            /** @description `INVALID_LABEL`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PREDICTION_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_CLASSES` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_NOT_KEPT` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    predictionImage: {
        parameters: {
            query?: {
                format?: "webp";
            };
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                    "image/jpeg": Blob;
                    "image/gif": Blob;
                    "image/webp": Blob;
                    "image/avif": Blob;
                    "image/tiff": Blob;
                    "image/bmp": Blob;
                    "image/heic": Blob;
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PREDICTION_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_NOT_KEPT` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `QUEUE_FULL` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    predictionThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thumbnail. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": Blob;
                    "image/png": Blob;
                    "image/jpeg": Blob;
                    "image/gif": Blob;
                    "image/avif": Blob;
                    "image/bmp": Blob;
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PREDICTION_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_NOT_KEPT` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `QUEUE_FULL` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    predictionAttention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttentionAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PREDICTION_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_NOT_KEPT` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `CORRUPT_IMAGE` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    statistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatisticsAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    overviewEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The numbers.
             *     - `overview`: `OverviewAnswer` as its data
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED`, `TOO_MANY_STREAMS_OF_CLIENT` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_STREAMS` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    uploadTrainingData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description Pictures, or a zip, tar or tar.gz of `<label>/<picture>`. */
                    files: Blob[];
                    /** @description One for each file, or one for all. */
                    labels?: string[];
                    /** @description `test` for the test set, else `train`. */
                    use?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingUploadAnswer"];
                };
            };
            /** @description `LABEL_COUNT_MISMATCH`, `INVALID_LABEL`, `INVALID_BODY`, `TOO_MANY_LABELS`, `UPLOAD_ABORTED`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_SAMPLES` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingUploadRefusal"] | components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description The same shape, while it is not so. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingUploadRefusal"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    dataset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    labels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelsAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    exportDataset: {
        parameters: {
            query?: {
                split?: "test";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": Blob;
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listSamples: {
        parameters: {
            query?: {
                limit?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                label?: string;
                source?: "upload" | "archive" | "feedback";
                /** @description Without it, all but the test set. */
                split?: "train" | "held_out" | "test";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SamplePage"];
                };
            };
            /** @description `INVALID_LABEL`, `INVALID_CURSOR`, `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    relabelSamples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelabelMany"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RelabelledAnswer"];
                };
            };
            /** @description `INVALID_LABEL`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_CLASSES` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    moveSamples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveMany"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MovedAnswer"];
                };
            };
            /** @description `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    deleteSamples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteMany"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
            /** @description `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    findSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleDetail"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `SAMPLE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    deleteSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `SAMPLE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    relabelSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelabelOne"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
            /** @description `INVALID_LABEL`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `SAMPLE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_CLASSES` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    sampleImage: {
        parameters: {
            query?: {
                format?: "webp";
            };
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                    "image/jpeg": Blob;
                    "image/gif": Blob;
                    "image/webp": Blob;
                    "image/avif": Blob;
                    "image/tiff": Blob;
                    "image/bmp": Blob;
                    "image/heic": Blob;
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `SAMPLE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_NOT_KEPT` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `QUEUE_FULL` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    sampleThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thumbnail. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": Blob;
                    "image/png": Blob;
                    "image/jpeg": Blob;
                    "image/gif": Blob;
                    "image/avif": Blob;
                    "image/bmp": Blob;
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `SAMPLE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_NOT_KEPT` */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `QUEUE_FULL` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    deleteClass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a class. */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassDeletedAnswer"];
                };
            };
            /** @description `INVALID_LABEL` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `CLASS_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    renameClass: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a class. */
                label: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameClass"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassRenamedAnswer"];
                };
            };
            /** @description `INVALID_LABEL`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `CLASS_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `CLASS_EXISTS`, `TOO_MANY_CLASSES` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    retrain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RetrainBody"];
            };
        };
        responses: {
            /** @description The answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetrainAnswer"];
                };
            };
            /** @description `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RETRAINING_RUNNING`, `NOTHING_TO_LEARN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    retrainStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetrainStatusAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobsAnswer"];
                };
            };
            /** @description `INVALID_CURSOR`, `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    findJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetailAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `JOB_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    jobEvents: {
        parameters: {
            query?: {
                /** @description number of the last event that is known */
                after?: number;
            };
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description What happens in a job, from the beginning or after the event that a client knows.
             *     - `end`: `JobAnswer` as its data
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `JOB_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED`, `TOO_MANY_STREAMS_OF_CLIENT` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_STREAMS` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `JOB_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `JOB_OVER` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    compareModels: {
        parameters: {
            query: {
                a: string;
                b: string;
                /** @description `held_out` where it is left out and both versions carry features of held-out images; else `samples`, which any two versions can be compared on */
                on?: "held_out" | "test" | "samples" | "test_set";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonAnswer"];
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN`, `EVALUATION_RUNNING`, `EVALUATION_DATA_MISSING` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    drawComparison: {
        parameters: {
            query: {
                a: string;
                b: string;
                /** @description `held_out` where it is left out and both versions carry features of held-out images; else `samples`, which any two versions can be compared on */
                on?: "held_out" | "test" | "samples" | "test_set";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chart. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": Blob;
                };
            };
            /** @description The client has it already, by its `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN`, `EVALUATION_RUNNING`, `EVALUATION_DATA_MISSING` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    rollBackModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotedAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN`, `MODEL_PINNED`, `NOTHING_TO_ROLL_BACK` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    findModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    deleteModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedModelAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_ACTIVE`, `MODEL_IN_USE` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    promoteModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PromoteBody"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotedAnswer"];
                };
            };
            /** @description `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN`, `MODEL_PINNED`, `MODEL_REJECTED` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    downloadModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": Blob;
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    exportModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": Blob;
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN`, `MODEL_NOT_EXPORTABLE` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `EXPORTS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    exportedFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
                /** @description The name of a file of the export. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                    "application/json": unknown;
                    "text/javascript": Blob;
                    "text/markdown": Blob;
                };
            };
            /** @description The client has it already, by its `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND`, `NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN`, `MODEL_NOT_EXPORTABLE` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `EXPORTS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listBackbones: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackbonesAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    addBackbone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description An ONNX file, or a Teachable Machine export. */
                    file: Blob;
                    /** @description As in the JSON object. */
                    name?: string;
                    /** @description As in the JSON object. */
                    licence?: string;
                    /** @description As in the JSON object. */
                    sha256?: string;
                    /** @description As in the JSON object. */
                    input?: string;
                    /** @description As in the JSON object. */
                    fit?: string;
                    /** @description As in the JSON object. */
                    crop?: string;
                    /** @description As in the JSON object. */
                    mean?: string;
                    /** @description As in the JSON object. */
                    std?: string;
                    /** @description As in the JSON object. */
                    layout?: string;
                    /** @description As in the JSON object. */
                    features?: string;
                };
                "application/json": components["schemas"]["AddBackboneBody"];
            };
        };
        responses: {
            /** @description The answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddBackboneAnswer"];
                };
            };
            /** @description `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_DOWNLOADS_OFF`, `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_ADDING`, `BACKBONE_EXISTS` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_REFUSED` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_UNREACHABLE`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    showAdding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddingAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    cancelAdding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelAddingAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `NO_BACKBONE_ADDING` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    removeBackbone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a network, as `/api/backbones` lists it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedBackboneAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BACKBONE_IN_USE`, `BACKBONE_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listVisualizations: {
        parameters: {
            query?: {
                /** @description the active one, when it is not given */
                version?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisualizationsAnswer"];
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    showVisualization: {
        parameters: {
            query?: {
                /** @description the active one, when it is not given */
                version?: string;
            };
            header?: never;
            path: {
                /** @description The name of a chart, as the list gives it. */
                filename: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chart. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": Blob;
                };
            };
            /** @description The client has it already, by its `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_NOT_FOUND`, `VISUALIZATION_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    logs: {
        parameters: {
            query?: {
                /** @description least severe level */
                level?: "error" | "warn" | "info" | "debug";
                /** @description most lines, the newest */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogAnswer"];
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    logEvents: {
        parameters: {
            query?: {
                /** @description least severe level */
                level?: "error" | "warn" | "info" | "debug";
                /** @description most lines, the newest */
                limit?: number;
                /** @description number of the last line that is known */
                after?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Lines of the log.
             *     - `line`: `LogLine` as its data
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED`, `TOO_MANY_STREAMS_OF_CLIENT` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_STREAMS` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    openApiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The client has it already, by its `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    openApiYaml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": unknown;
                };
            };
            /** @description The client has it already, by its `If-None-Match`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    serverMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        version: string;
                        extensions: string[];
                    };
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    serverLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        live: true;
                    };
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    serverReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
            /** @description The same shape, while it is not so. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    allStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_stats: {
                            name: string;
                            version: string;
                            last_inference: number;
                            inference_count: number;
                            execution_count: number;
                            inference_stats: {
                                success: {
                                    count: number;
                                    ns: number;
                                };
                                fail: {
                                    count: number;
                                    ns: number;
                                };
                                queue: {
                                    count: number;
                                    ns: number;
                                };
                                compute_input: {
                                    count: number;
                                    ns: number;
                                };
                                compute_infer: {
                                    count: number;
                                    ns: number;
                                };
                                compute_output: {
                                    count: number;
                                    ns: number;
                                };
                                cache_hit: {
                                    count: number;
                                    ns: number;
                                };
                                cache_miss: {
                                    count: number;
                                    ns: number;
                                };
                            };
                            batch_stats: {
                                batch_size: number;
                                compute_input: {
                                    count: number;
                                    ns: number;
                                };
                                compute_infer: {
                                    count: number;
                                    ns: number;
                                };
                                compute_output: {
                                    count: number;
                                    ns: number;
                                };
                            }[];
                        }[];
                    };
                };
            };
            /** @description `MODEL_BROKEN` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    modelStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_stats: {
                            name: string;
                            version: string;
                            last_inference: number;
                            inference_count: number;
                            execution_count: number;
                            inference_stats: {
                                success: {
                                    count: number;
                                    ns: number;
                                };
                                fail: {
                                    count: number;
                                    ns: number;
                                };
                                queue: {
                                    count: number;
                                    ns: number;
                                };
                                compute_input: {
                                    count: number;
                                    ns: number;
                                };
                                compute_infer: {
                                    count: number;
                                    ns: number;
                                };
                                compute_output: {
                                    count: number;
                                    ns: number;
                                };
                                cache_hit: {
                                    count: number;
                                    ns: number;
                                };
                                cache_miss: {
                                    count: number;
                                    ns: number;
                                };
                            };
                            batch_stats: {
                                batch_size: number;
                                compute_input: {
                                    count: number;
                                    ns: number;
                                };
                                compute_infer: {
                                    count: number;
                                    ns: number;
                                };
                                compute_output: {
                                    count: number;
                                    ns: number;
                                };
                            }[];
                        }[];
                    };
                };
            };
            /** @description `MODEL_BROKEN` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    versionStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_stats: {
                            name: string;
                            version: string;
                            last_inference: number;
                            inference_count: number;
                            execution_count: number;
                            inference_stats: {
                                success: {
                                    count: number;
                                    ns: number;
                                };
                                fail: {
                                    count: number;
                                    ns: number;
                                };
                                queue: {
                                    count: number;
                                    ns: number;
                                };
                                compute_input: {
                                    count: number;
                                    ns: number;
                                };
                                compute_infer: {
                                    count: number;
                                    ns: number;
                                };
                                compute_output: {
                                    count: number;
                                    ns: number;
                                };
                                cache_hit: {
                                    count: number;
                                    ns: number;
                                };
                                cache_miss: {
                                    count: number;
                                    ns: number;
                                };
                            };
                            batch_stats: {
                                batch_size: number;
                                compute_input: {
                                    count: number;
                                    ns: number;
                                };
                                compute_infer: {
                                    count: number;
                                    ns: number;
                                };
                                compute_output: {
                                    count: number;
                                    ns: number;
                                };
                            }[];
                        }[];
                    };
                };
            };
            /** @description `MODEL_BROKEN` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    modelMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        versions: string[];
                        platform: string;
                        inputs: {
                            name: string;
                            datatype: string;
                            shape: number[];
                        }[];
                        outputs: {
                            name: string;
                            datatype: string;
                            shape: number[];
                        }[];
                    };
                };
            };
            /** @description `MODEL_BROKEN` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    versionMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        versions: string[];
                        platform: string;
                        inputs: {
                            name: string;
                            datatype: string;
                            shape: number[];
                        }[];
                        outputs: {
                            name: string;
                            datatype: string;
                            shape: number[];
                        }[];
                    };
                };
            };
            /** @description `MODEL_BROKEN` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    modelReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        ready: boolean;
                    };
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description The same shape, while it is not so. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        ready: boolean;
                    };
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    versionReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        ready: boolean;
                    };
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description The same shape, while it is not so. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        ready: boolean;
                    };
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    repositoryIndex: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    ready?: boolean;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        version: string;
                        /** @enum {string} */
                        state: "READY" | "UNAVAILABLE";
                        reason: string;
                    }[];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `BODY_TOO_LARGE`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    repositoryLoad: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    parameters?: {
                        version?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description `MODEL_BROKEN`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `BODY_TOO_LARGE`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    repositoryUnload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    parameters?: {
                        version?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description `MODEL_ACTIVE`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `BODY_TOO_LARGE`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    tensorflowMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_spec: {
                            name: string;
                            signature_name: string;
                            version: string;
                        };
                        metadata: {
                            signature_def: {
                                signature_def: {
                                    serving_default: {
                                        inputs: {
                                            images: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            image_bytes: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                        };
                                        outputs: {
                                            probabilities: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                        };
                                        /** @constant */
                                        method_name: "tensorflow/serving/predict";
                                    };
                                    labelled: {
                                        inputs: {
                                            images: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            image_bytes: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                        };
                                        outputs: {
                                            probabilities: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            class_index: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            label: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            uncertain: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            prediction_id: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                        };
                                        /** @constant */
                                        method_name: "tensorflow/serving/predict";
                                    };
                                };
                            };
                        };
                    };
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    tensorflowVersionMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_spec: {
                            name: string;
                            signature_name: string;
                            version: string;
                        };
                        metadata: {
                            signature_def: {
                                signature_def: {
                                    serving_default: {
                                        inputs: {
                                            images: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            image_bytes: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                        };
                                        outputs: {
                                            probabilities: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                        };
                                        /** @constant */
                                        method_name: "tensorflow/serving/predict";
                                    };
                                    labelled: {
                                        inputs: {
                                            images: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            image_bytes: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                        };
                                        outputs: {
                                            probabilities: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            class_index: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            label: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            uncertain: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                            prediction_id: {
                                                dtype: string;
                                                tensor_shape: {
                                                    dim: {
                                                        size: string;
                                                        name: string;
                                                    }[];
                                                    unknown_rank: boolean;
                                                };
                                                name: string;
                                            };
                                        };
                                        /** @constant */
                                        method_name: "tensorflow/serving/predict";
                                    };
                                };
                            };
                        };
                    };
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_BROKEN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_LOADING` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    tensorflowStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_version_status: {
                            version: string;
                            /** @enum {string} */
                            state: "START" | "AVAILABLE" | "END";
                            status: {
                                error_code: string;
                                error_message: string;
                            };
                        }[];
                    };
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    tensorflowVersionStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the model: `classifier`. */
                model: string;
                /** @description The name of a version, as `/api/models` lists it. */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_version_status: {
                            version: string;
                            /** @enum {string} */
                            state: "START" | "AVAILABLE" | "END";
                            status: {
                                error_code: string;
                                error_message: string;
                            };
                        }[];
                    };
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `MODEL_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtocolError"];
                };
            };
            default: components["responses"]["AnyProtocolError"];
        };
    };
    labelStudioHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "UP" | "DOWN";
                        model_class: string;
                    };
                };
            };
            /** @description The same shape, while it is not so. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "UP" | "DOWN";
                        model_class: string;
                    };
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    labelStudioSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    schema?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_version: string;
                    };
                };
            };
            /** @description `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE`, `FILE_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    labelStudioWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    action: string;
                    project?: {
                        label_config?: string;
                    };
                    task?: {
                        data: {
                            [key: string]: unknown;
                        };
                    };
                    annotation?: {
                        result: unknown[];
                        was_cancelled?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "new" | "unchanged" | "relabelled" | "moved" | "ignored";
                        reason?: string;
                        sample_id?: string;
                    };
                };
            };
            /** @description `INVALID_LABEL`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY`, `MALFORMED_MULTIPART`, `MISSING_FILE`, `UNEXPECTED_FIELD`, `TOO_MANY_FILES`, `TOO_MANY_FIELDS`, `TOO_MANY_PARTS`, `FIELD_TOO_LARGE`, `EMPTY_FILE`, `TRUNCATED_UPLOAD` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `TOO_MANY_CLASSES` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `IMAGE_TOO_LARGE`, `TOO_MANY_PIXELS`, `FILE_TOO_LARGE`, `BODY_TOO_LARGE`, `UPLOAD_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_IMAGE`, `FORMAT_NOT_ALLOWED`, `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `CORRUPT_IMAGE` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PICTURE_NOT_FETCHED` */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `MODEL_LOADING`, `QUEUE_FULL`, `UPLOADS_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeysAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKeyBody"];
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKeyAnswer"];
                };
            };
            /** @description `INVALID_KEY`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedKeyAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `KEY_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupBody"];
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKeyAnswer"];
                };
            };
            /** @description `INVALID_KEY`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `SETUP_REFUSED`, `FOREIGN_FORM` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listPeople: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    addPerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddPersonBody"];
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description `INVALID_PERSON`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PERSON_EXISTS` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `SIGN_IN_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    removePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPersonAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PERSON_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `LAST_ADMIN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    changePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChangePersonBody"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPersonAnswer"];
                };
            };
            /** @description `INVALID_PERSON`, `UPLOAD_ABORTED`, `INVALID_JSON`, `INVALID_BODY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `PERSON_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `LAST_ADMIN` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `BODY_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`, `UNSUPPORTED_ENCODING` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `SIGN_IN_BUSY` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    signPersonOut: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As the answer that made it, or a list, gives it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedPersonAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FOREIGN_FORM`, `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                actor?: string;
                search?: string;
                from?: string;
                to?: string;
                outcome?: "done" | "failed";
                limit?: string;
                before?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditAnswer"];
                };
            };
            /** @description `INVALID_QUERY` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    exportAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries of the audit log. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": Blob;
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckAnswer"];
                };
            };
            /** @description `UNAUTHENTICATED` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `FORBIDDEN` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            /** @description `RATE_LIMITED` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorAnswer"];
                };
            };
            default: components["responses"]["AnyError"];
        };
    };
}
