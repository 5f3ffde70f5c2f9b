// Aws: S3 in one region, with the keys it is asked by.
using Amazon.S3;

namespace Sluice.Pull.Aws;

/// <summary>A client and its keys.</summary>
internal sealed record S3Client(AmazonS3Client Client, CachedKeys Keys);
