import { Presets, SingleBar } from 'cli-progress';
import { readDataset, type Dataset } from '../training/dataset/read-dataset';
