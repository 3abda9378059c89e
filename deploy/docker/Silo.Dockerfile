# syntax=docker/dockerfile:1
# The control plane. Build from the root of the repository: docker build -f deploy/docker/Silo.Dockerfile .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
ENV CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Packages change less often than code: a layer of their own, and exactly the versions of the lock files.
COPY global.json nuget.config Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY src/Directory.Build.props src/
COPY src/Core/Core.csproj src/Core/packages.lock.json src/Core/
COPY src/Grains/Grains.csproj src/Grains/packages.lock.json src/Grains/
COPY src/Hosting/Hosting.csproj src/Hosting/packages.lock.json src/Hosting/
COPY src/Silo/Silo.csproj src/Silo/packages.lock.json src/Silo/
RUN dotnet restore src/Silo/Silo.csproj --locked-mode

COPY .editorconfig ./
COPY src/Core/ src/Core/
COPY src/Grains/ src/Grains/
COPY src/Hosting/ src/Hosting/
COPY src/Silo/ src/Silo/
RUN dotnet publish src/Silo/Silo.csproj --configuration Release --no-restore --output /app

# No shell, no package manager. The health check is the program itself, asking the one that serves.
# "extra" has tzdata: without it no time zone but UTC is known to limits per day and month.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app ./
ENV ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://0.0.0.0:8080 \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
# 11111 and 30000 let whoever reaches them join the cluster: they are for a network of its own and never published.
EXPOSE 8080 11111 30000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
    CMD ["dotnet", "AiGateway.Silo.dll", "--healthcheck", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["dotnet", "AiGateway.Silo.dll"]
