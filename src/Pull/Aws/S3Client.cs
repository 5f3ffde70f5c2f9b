// Aws: S3 in one region, with the keys that its requests use.
using Amazon.S3;

namespace Sluice.Pull.Aws;

/// <summary>A client and its keys.</summary>
internal sealed record S3Client(AmazonS3Client Client, CachedKeys Keys);
