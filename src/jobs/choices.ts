import { NETWORKS, type NetworkName } from '../training/network/specification';
import { needsFinishedVersion, RECIPES, type RecipeName } from '../training/recipe';

/** What a full retraining may train, and how: the names of networks and recipes. */
export const NETWORK_NAMES = Object.keys(NETWORKS) as [NetworkName, ...NetworkName[]];
/** Without those that go on from a finished version: a full retraining begins with fresh weights. */
export const RECIPE_NAMES = (Object.keys(RECIPES) as RecipeName[]).filter(
  (name) => !needsFinishedVersion(name),
) as [RecipeName, ...RecipeName[]];
