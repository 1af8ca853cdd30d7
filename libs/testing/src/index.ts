export { findNatsServer } from './nats/nats-binary.js';
export { startNats, type NatsServer } from './nats/nats-server.js';
export { recordingLogger, type LoggedLine } from './nats/recording-logger.js';
export { ApiDescriptions, type SeenAnswer } from './api-description/api-descriptions.js';
export { type ListedRoute, listedRoutes, routeLines } from './api-description/listed-routes.js';
export { type DescribedSchema, schemaProblems } from './api-description/schema-problems.js';
export { afterTestFile } from './after-test-file.js';
export { openDatabase } from './database/open-database.js';
export { schemaDifferences } from './database/schema-differences.js';
export { eventually } from './eventually.js';
export { FakeClock } from './fake-clock.js';
export { selfSignedCertificate, type CertificateFiles } from './self-signed-certificate.js';
export { silentLogger } from './silent-logger.js';
export { temporaryDirectory } from './temporary-directory.js';
export { startFaultyProvider, type FaultyProvider, type FaultyProviderOptions } from './provider/faulty-provider.js';
export { type ProviderRequest } from './provider/faulty-provider.js';
export { spawnFaultyProvider, type SpawnedProvider } from './provider/spawned-provider.js';
export { type Fault, type FaultRule } from './provider/faults.js';
export {
  type ProvidedAlbum,
  type ProvidedArtist,
  type ProvidedFile,
  type ProvidedImage,
  type ProvidedLibrary,
  type ProvidedTrack,
  sampleLibrary,
} from './provider/library.js';
export { freePorts } from './process/free-port.js';
export { ServiceProcess, spawnService, type ServiceOptions } from './process/service-process.js';
