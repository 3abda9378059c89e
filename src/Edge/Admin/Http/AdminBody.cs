using System.Text;
using System.Text.Json;
using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Admin.Http;

/// <summary>Reads an entity from a management call.</summary>
internal static class AdminBody
{
    private const int MaxBytes = 256 * 1024;

    /// <exception cref="JsonException">It is no such entity; unknown members are refused.</exception>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async Task<T> Read<T>(HttpContext http)
        where T : class
    {
        if (http.Request.ContentLength > MaxBytes)
            throw new BadHttpRequestException($"A body may have at most {MaxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var buffer = new char[MaxBytes + 1];
        var length = await reader.ReadBlockAsync(buffer, http.RequestAborted);
        if (length > MaxBytes)
            throw new BadHttpRequestException($"A body may have at most {MaxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
        return CatalogJson.Read<T>(new string(buffer, 0, length));
    }
}
