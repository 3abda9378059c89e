namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Paths of Azure's clients: <c>/openai/deployments/{deployment}/{operation}</c>, where the deployment is the model.</summary>
/// <param name="Model">Unescaped.</param>
/// <param name="Path">The operation, with a slash before it.</param>
internal readonly record struct AzurePath(string Model, string Path)
{
    private const string Deployments = "/openai/deployments/";

    public static bool TryRead(string path, out AzurePath found)
    {
        found = default;
        if (!path.StartsWith(Deployments, StringComparison.Ordinal))
            return false;
        var end = path.IndexOf('/', Deployments.Length);
        if (end <= Deployments.Length)
            return false;
        found = new AzurePath(Uri.UnescapeDataString(path[Deployments.Length..end]), path[end..]);
        return true;
    }
}
