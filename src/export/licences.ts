import type { ModelCard } from '../registry/card';
import { EXPORT_FILES } from './export-files';

/**
 * Whose work is in an export.
 *
 * @param ownLicence the text of this project's licence
 */
export function licencesOf({ backbone, training }: ModelCard, ownLicence: string): string {
  const network =
    backbone === null
      ? `The network was trained by mlops-image-classification on ${training.data}; no network from elsewhere is in it.`
      : `The features come from the network \`${backbone.name}\`, from ${backbone.location} (SHA-256 \`${backbone.sha256}\`). Its licence: ${backbone.licence ?? 'not known; ask where it comes from before you pass it on'}.`;
  return `# Licences

${network}

\`${EXPORT_FILES.fitPicture}\` and the code in \`${EXPORT_FILES.readme}\` are of mlops-image-classification:

${ownLicence.trim()}
`;
}
