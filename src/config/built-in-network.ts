/** What the network that was trained here, of CIFAR-10, is called where a backbone can be chosen. */
export const BUILT_IN_NETWORK = 'cifar10';
