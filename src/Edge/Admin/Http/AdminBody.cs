using System.Text;
using System.Text.Json;
using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Admin.Http;

/// <summary>Reads what comes with a management call.</summary>
internal static class AdminBody
{
    private const int MaxBytes = 256 * 1024;

    /// <exception cref="JsonException">It is no such entity; unknown members are refused.</exception>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async Task<T> Read<T>(HttpContext http)
        where T : class => CatalogJson.Read<T>(await Text(http, MaxBytes));

    /// <param name="http">The call.</param>
    /// <param name="most">Bytes that it may have.</param>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async Task<string> Text(HttpContext http, int most)
    {
        if (http.Request.ContentLength > most)
            throw TooLarge(most);
        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
        {
            if (body.Length + read > most)
                throw TooLarge(most);
            body.Write(buffer, 0, read);
        }
        body.Position = 0;
        using var reader = new StreamReader(body, Encoding.UTF8);
        return await reader.ReadToEndAsync(http.RequestAborted);
    }

    private static BadHttpRequestException TooLarge(int most) => new($"A body may have at most {most} bytes.", StatusCodes.Status413PayloadTooLarge);
}
