import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AdministrationModule } from './administration.module.js';
import { CatalogModule } from './catalog/catalog.module.js';
import { UserContentModule } from './user-content.module.js';
import { UserSideModule } from './user-side.module.js';

/** Makes what was built before Nest started known to every feature module. */
@Global()
@Module({})
class FoundationModule {}

/** The whole service on these foundations: each provider is a token of `tokens.ts` with its instance. */
export function appModule(foundations: Provider[]): DynamicModule {
  const tokens = foundations.map((provider) => ('provide' in provider ? provider.provide : provider));
  return {
    module: AppModule,
    imports: [
      { module: FoundationModule, providers: foundations, exports: tokens },
      CatalogModule,
      UserSideModule,
      AdministrationModule,
      UserContentModule,
    ],
  };
}

@Module({})
class AppModule {}
