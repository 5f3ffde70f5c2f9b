// Aws: the SDK's S3 client without its assumption that an ETag is an MD5, which S3 does not promise.
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Internal;

namespace Sluice.Pull.Aws;

/// <summary>Reads an object's ETag as text, and does not hash its body for it.</summary>
internal sealed class PlainS3(AWSCredentials credentials, AmazonS3Config config) : AmazonS3Client(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.RemoveHandler<AmazonS3ResponseHandler>();
    }
}
