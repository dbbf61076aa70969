/** The artefact store on S3 and what speaks its protocol. Hides the AWS SDK. */
package dev.tlora.artifacts.s3;
