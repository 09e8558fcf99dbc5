import type { RequestHandler } from 'express';
import type { PageParts } from './page-parts';
import { accessPages, type AccessPages } from './access';
import { alertPages, type AlertPages } from './alerts';
import { backbonePages, type BackbonePages } from './backbones';
import { dataPage, type DataPage } from './data';
import { docs } from './docs';
import { driftPages, type DriftPages } from './drift';
import { historyPages, type HistoryPages } from './history';
import { modelPages, type ModelPages } from './models';
import { overviewPage } from './overview';
import { predictPage } from './predict';
import { systemPage } from './system';
import { trainPages, type TrainPages } from './train';

/** What answers for the pages. */
export interface PageHandlers {
  readonly overview: RequestHandler;
  readonly predict: RequestHandler;
  readonly history: HistoryPages;
  readonly data: DataPage;
  readonly train: TrainPages;
  readonly models: ModelPages;
  readonly backbones: BackbonePages;
  readonly drift: DriftPages;
  readonly system: RequestHandler;
  readonly docs: RequestHandler;
  readonly access: AccessPages;
  readonly alerts: AlertPages;
}

export function pageHandlers(parts: PageParts): PageHandlers {
  const models = modelPages(parts);
  return {
    overview: overviewPage(parts),
    predict: predictPage(parts),
    history: historyPages(parts),
    data: dataPage(parts),
    train: trainPages(parts),
    models,
    backbones: backbonePages(parts, models.render),
    drift: driftPages(parts),
    system: systemPage(parts),
    docs: docs(parts),
    access: accessPages(parts),
    alerts: alertPages(parts),
  };
}
