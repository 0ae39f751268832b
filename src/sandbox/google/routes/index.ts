/** Every emulated method. The order matters only where one pattern could take another's path: it does not. */
import type { Route } from '../http/route.js';
import { accessContextRoutes } from './accesscontextmanager.js';
import { adminRoutes } from './admin.js';
import { appEngineRoutes } from './appengine.js';
import { assetRoutes } from './cloudasset.js';
import { cloudIdentityRoutes } from './cloudidentity.js';
import { resourceManagerRoutes } from './cloudresourcemanager.js';
import { computeRoutes } from './compute.js';
import { iamV1Routes } from './iam-v1.js';
import { iamV2Routes } from './iam-v2.js';
import { iamV3Routes } from './iam-v3.js';
import { iamCredentialsRoutes } from './iamcredentials.js';
import { iapRoutes } from './iap.js';
import { loggingRoutes } from './logging.js';
import { oauth2Routes } from './oauth2.js';
import { orgPolicyRoutes } from './orgpolicy.js';
import { troubleshooterRoutes } from './policytroubleshooter.js';
import { privilegedAccessRoutes } from './privilegedaccessmanager.js';
import { runRoutes } from './run.js';
import { runDomainRoutes } from './run-domains.js';

export const allRoutes: readonly Route[] = [
  ...resourceManagerRoutes,
  ...assetRoutes,
  ...iapRoutes,
  ...cloudIdentityRoutes,
  ...adminRoutes,
  ...iamV1Routes,
  ...iamV2Routes,
  ...iamV3Routes,
  ...iamCredentialsRoutes,
  ...accessContextRoutes,
  ...loggingRoutes,
  ...computeRoutes,
  ...runRoutes,
  ...runDomainRoutes,
  ...appEngineRoutes,
  ...orgPolicyRoutes,
  ...privilegedAccessRoutes,
  ...troubleshooterRoutes,
  ...oauth2Routes,
];
