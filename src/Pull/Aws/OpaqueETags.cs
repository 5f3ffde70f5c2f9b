// Aws: keeps the SDK from reading ETags. It takes one without a hyphen for a hexadecimal MD5, fails on any other, and
// hashes the whole body to compare; an ETag is only there to be compared as it is.
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using Amazon.S3.Internal;
using Amazon.S3.Model;

namespace Sluice.Pull;

/// <summary>A step of the SDK's pipeline that hides the ETag of an object's answer from the step after it.</summary>
internal sealed class OpaqueETags : PipelineHandler
{
    /// <summary>An ETag with a hyphen is left alone, as that of an upload in parts.</summary>
    private const string Mark = "-opaque";

    /// <summary>Puts the step into the pipeline of every S3 client made from now on.</summary>
    public static void Register() => RuntimePipelineCustomizerRegistry.Instance.Register(new Customizer());

    /// <summary>The ETag as the server wrote it; null when it wrote none.</summary>
    public static string? Of(GetObjectResponse answer) => answer.ETag is not { } etag ? null
        : etag.EndsWith(Mark, StringComparison.Ordinal) ? (etag.Length > Mark.Length ? etag[..^Mark.Length] : null)
        : etag.Length > 0 ? etag : null;

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var answer = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        if (answer is GetObjectResponse { ETag.Length: > 0 } opened)
            opened.ETag += Mark;
        return answer;
    }

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public string UniqueName => "Sluice.OpaqueETags";

        public void Customize(Type serviceClientType, RuntimePipeline pipeline)
        {
            if (serviceClientType == typeof(AmazonS3Client))
                pipeline.AddHandlerAfter<AmazonS3ResponseHandler>(new OpaqueETags());
        }
    }
}
