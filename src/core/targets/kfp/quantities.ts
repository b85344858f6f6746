import type { Resources } from '../../notebook/types';
import type { ContainerResources } from './document';

const SCALE: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50
};

/** The value of a Kubernetes quantity (`500m`, `4Gi`), or null when the text is none. */
export function quantity(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([mkMGTP]|[KMGTP]i)?$/.exec(text.trim());
  const scale = SCALE[match?.[2] ?? ''];
  return match && scale !== undefined ? Number(match[1]) * scale : null;
}

/** Limits of a container; the request equals the limit, as in a notebook nothing else is said. */
export function containerResources(
  resources: Resources
): ContainerResources | undefined {
  const { cpu, memory, gpu } = resources;
  const cores = cpu ? quantity(cpu) : null;
  const bytes = memory ? quantity(memory) : null;
  const written: ContainerResources = {
    ...(cpu && cores !== null
      ? { resourceCpuLimit: cpu, resourceCpuRequest: cpu, cpuLimit: cores }
      : {}),
    ...(memory && bytes !== null
      ? {
          resourceMemoryLimit: memory,
          resourceMemoryRequest: memory,
          memoryLimit: bytes / 1e9
        }
      : {}),
    ...(gpu
      ? {
          accelerator: {
            resourceType: gpu.type,
            resourceCount: String(gpu.count),
            type: gpu.type,
            count: String(gpu.count)
          }
        }
      : {})
  };
  return Object.keys(written).length > 0 ? written : undefined;
}
