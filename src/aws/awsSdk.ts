// The door to the AWS SDK. A bundle of its own (dist/awsSdk.cjs), loaded at the first call that needs
// the network, because it is several times the size of everything else.
export { CreateTokenCommand, SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
