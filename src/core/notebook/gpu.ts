/** GPU resources that editors offer; any other name ending in `/gpu` is read as one too. */
export const GPU_TYPES = ['nvidia.com/gpu', 'amd.com/gpu'] as const;

/** True for whole GPUs and slices of them (`nvidia.com/mig-1g.5gb`), counted from 1. */
export function isGpu(resource: string, count: string): boolean {
  return /\/(gpu|mig-.+)$/.test(resource) && /^[1-9]\d*$/.test(count);
}
